// For whom the organizer, or a colleague who stands in, acts. It is said on every screen, and each call names the person.
import { useSyncExternalStore } from "react";
import type { Schemas } from "./api/client";

export type Acting = {
  workshop: string;
  person: Schemas["PersonRef"];
  /** A colleague acts, not the organizer: what is personal stays closed. */
  standIn?: boolean;
};

const KEPT = "enishi-acting";

function kept(): Acting | null {
  const text = sessionStorage.getItem(KEPT);
  return text ? (JSON.parse(text) as Acting) : null;
}

let acting = kept();
const listeners = new Set<() => void>();

/** Acts for somebody from now on; `null` for oneself. */
export function actFor(next: Acting | null) {
  acting = next;
  if (next) sessionStorage.setItem(KEPT, JSON.stringify(next));
  else sessionStorage.removeItem(KEPT);
  for (const listener of listeners) listener();
}

/** The person for whom is acted, if any: what is written for one is not shown for another. */
export const actingPerson = () => acting?.person.id ?? "";

/** An address of the API, with the person for whom is acted. */
export function withPerson(address: string): string {
  if (!acting) return address;
  const url = new URL(address);
  const about = `/api/workshops/${encodeURIComponent(acting.workshop)}`;
  const within = url.pathname === about || url.pathname.startsWith(`${about}/`);
  if (within) url.searchParams.set("person", acting.person.id);
  return url.href;
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For whom is acted in a workshop. */
export function useActing(workshop: string | undefined): Acting | null {
  const now = useSyncExternalStore(listen, () => acting);
  return now?.workshop === workshop ? now : null;
}
