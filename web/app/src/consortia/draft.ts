// A consortium while it is being drafted.
import type { Schemas } from "../api/client";

export const ROLES = [
  "representative",
  "contributor",
  "lead_company",
  "joint_company",
  "set_up_company",
  "clinician",
  "seed_researcher",
] as const;
export type Role = (typeof ROLES)[number];

/** Roles that companies alone can take. */
const OF_COMPANIES: Role[] = ["lead_company", "joint_company", "set_up_company"];

/** The roles that an organisation can take; those that it was given stay in sight. */
export const rolesOf = ({ organisation, roles }: Member) =>
  ROLES.filter(
    (role) =>
      organisation.kind !== "academia" || !OF_COMPANIES.includes(role) || roles.includes(role),
  );

export const KINDS = [
  "cash",
  "wages",
  "reagents",
  "equipment",
  "software",
  "prototypes",
  "services",
  "rent",
  "usage_fees",
  "joint_laboratory",
  "competitive_research",
  "advice",
  "other",
] as const;

export type Member = {
  organisation: Schemas["OrganisationRef"];
  profiles: { id: string; title: string }[];
  roles: Role[];
};

/** What a member brings in of a kind, year by year, in whole yen. */
export type Brought = { organisation: string; kind: string; yen: number[] };

export type Draft = {
  /** Where it is kept; null until it is. */
  kept: { id: string; revision: number } | null;
  name: string;
  scheme: string;
  members: Member[];
  /** The agency's money of each year; empty: an even budget is assumed. */
  agency: number[];
  brought: Brought[];
  start: number | null;
};

export function withMember(draft: Draft, profile: Schemas["ProfileRef"]): Draft {
  const one = { id: profile.id, title: profile.title };
  const { organisation } = profile;
  const known = draft.members.find((m) => m.organisation.id === organisation.id);
  if (known?.profiles.some((p) => p.id === one.id)) return draft;
  const members = known
    ? draft.members.map((m) => (m === known ? { ...m, profiles: [...m.profiles, one] } : m))
    : [...draft.members, { organisation, profiles: [one], roles: [] }];
  return { ...draft, members };
}

export function without(draft: Draft, organisation: string): Draft {
  return {
    ...draft,
    members: draft.members.filter((m) => m.organisation.id !== organisation),
    brought: draft.brought.filter((b) => b.organisation !== organisation),
  };
}

export function inYears(draft: Draft, years: number): Draft {
  const fit = (yen: number[]) => Array.from({ length: years }, (_, i) => yen[i] ?? yen.at(-1) ?? 0);
  const brought = draft.brought.map((b) => ({ ...b, yen: fit(b.yen) }));
  return { ...draft, agency: fit(draft.agency), brought: years > 0 ? brought : [] };
}

/** As the service reads it. */
export function toSend(draft: Draft): Schemas["ConsortiumDraft"] {
  return {
    members: draft.members.map((m) => ({
      organisation: m.organisation.id,
      profiles: m.profiles.map((p) => p.id),
      roles: m.roles,
    })),
    agency_yen: draft.agency,
    resources: draft.brought.flatMap((b) =>
      b.yen.map((yen, i) => ({ organisation: b.organisation, kind: b.kind, year: i + 1, yen })),
    ),
    start_fiscal_year: draft.start,
    scheme: draft.scheme,
  };
}

const member = (view: Schemas["MemberView"]): Member => ({
  organisation: view.organisation,
  profiles: view.profiles.map((p) => ({ id: p.id, title: p.title })),
  roles: view.roles as Role[],
});

/** A draft that begins with a group that was found. */
export const begunFrom = (found: Schemas["ConsortiumView"], scheme: string, name: string): Draft => ({
  kept: null,
  name,
  scheme,
  members: found.members.map(member),
  agency: [],
  brought: [],
  start: null,
});

/** A draft as it was kept. */
export function opened(view: Schemas["DraftView"], scheme: string): Draft {
  const brought = new Map<string, Brought>();
  const years = view.draft.agency_yen?.length ?? 0;
  for (const { organisation, kind, year, yen } of view.draft.resources ?? []) {
    const key = `${organisation} ${kind}`;
    const one = brought.get(key) ?? { organisation, kind, yen: Array(years).fill(0) };
    one.yen[year - 1] = yen;
    brought.set(key, one);
  }
  return {
    kept: { id: view.id, revision: view.revision },
    name: view.name,
    scheme: view.draft.scheme ?? scheme,
    members: view.members.map(member),
    agency: view.draft.agency_yen ?? [],
    brought: [...brought.values()],
    start: view.draft.start_fiscal_year ?? null,
  };
}
