// The API as its OpenAPI document says it; `npm run api` makes schema.d.ts anew.
import createClient, { type Middleware } from "openapi-fetch";
import { withPerson } from "../acting";
import { noteSeen } from "../kept/day";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type { Schemas };
export type Text = Schemas["Text"];

/** A problem that the server told, or that it could not be reached (status 0). */
export class ApiError extends Error {
  status: number;
  detail: Text;
  /** What is wrong with what was sent, place by place. */
  faults: Schemas["FaultOfFile"][];
  constructor(status: number, body: Partial<Schemas["ProblemBody"]>) {
    const detail = body.detail ?? "";
    super(detail);
    this.status = status;
    this.detail = { ja: body.detail_ja ?? detail, en: detail };
    this.faults = body.faults ?? [];
  }
}

let csrfToken: string | null = null;

/** The token that shows that a change comes from our page. */
export function setCsrfToken(token: string | null) {
  csrfToken = token;
}

/** The request with the person for whom is acted. A body is read first: browsers send none as a stream. */
async function addressed(plain: Request): Promise<Request> {
  const address = withPerson(plain.url);
  if (address === plain.url) return plain;
  const { method, headers, signal } = plain;
  const body = method === "GET" ? null : await plain.blob();
  return new Request(address, { method, headers, signal, body: body?.size ? body : null });
}

const sayWhoWeAre: Middleware = {
  async onRequest({ request: plain }) {
    const request = await addressed(plain);
    if (request.method !== "GET" && csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
  onResponse({ response }) {
    noteSeen(response);
    return undefined;
  },
};

export const api = createClient<paths>({ baseUrl: "/" });
api.use(sayWhoWeAre);

/** What the call answered, or its problem thrown. */
export async function answered<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let result;
  try {
    result = await call;
  } catch {
    throw new ApiError(0, {});
  }
  if (!result.response.ok) throw new ApiError(result.response.status, (result.error ?? {}) as object);
  return result.data as T;
}

/** What the call answered with its tag as `etag`, as the entries of lists bear their own. */
export async function versioned<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T & { etag: string }> {
  const { data, tag } = await tagged(call);
  return { ...data, etag: tag };
}

/** What the call answered, with the tag of its version, to be sent along with a change. */
export async function tagged<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<{ data: T; tag: string }> {
  let tag = "";
  const kept = call.then((result) => {
    tag = result.response.headers.get("etag") ?? "";
    return result;
  });
  return { data: await answered(kept), tag };
}
