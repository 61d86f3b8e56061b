// A profile while it is being written: what it was, what it is to be, what was decided about tags.
import type { Schemas } from "../api/client";

type Profile = Schemas["ProfileView"];
type Tag = Schemas["TagView"];

export const FIELDS = ["title", "text", "seeks", "offers", "confidential"] as const;
export type Field = (typeof FIELDS)[number];
export const PHASES: Schemas["DevelopmentPhase"][] = [
  "basic",
  "applied",
  "nonclinical",
  "clinical",
  "marketed",
];

export type Fields = Record<Field, string> & { phase: Schemas["DevelopmentPhase"] | null };
type Decision = Pick<Tag, "concept" | "label" | "facet" | "facet_label"> & { keep: boolean };

export type Draft = {
  /** The profile that the writing began from. */
  base: Profile;
  mine: Fields;
  decided: Record<string, Decision>;
  /** What somebody else wrote meanwhile where I wrote too. */
  clash: Partial<Record<Field, string>>;
};

const fieldsOf = (profile: Profile): Fields => ({
  title: profile.title,
  text: profile.text,
  seeks: profile.seeks,
  offers: profile.offers,
  confidential: profile.confidential ?? "",
  phase: profile.phase ?? null,
});

export const begun = (base: Profile): Draft => ({
  base,
  mine: fieldsOf(base),
  decided: {},
  clash: {},
});

/** The draft on top of what somebody else saved: what I did not touch becomes theirs, what I wrote
 * stays, and where both wrote, theirs is kept to be looked at. */
export function rebased(draft: Draft, theirs: Profile): Draft {
  const before = fieldsOf(draft.base);
  const now = fieldsOf(theirs);
  const next: Draft = { ...draft, base: theirs, mine: { ...now }, clash: {} };
  for (const field of FIELDS) {
    if (draft.mine[field] === before[field]) continue;
    next.mine[field] = draft.mine[field];
    if (now[field] !== before[field] && now[field] !== draft.mine[field]) {
      next.clash[field] = now[field];
    }
  }
  if (draft.mine.phase !== before.phase) next.mine.phase = draft.mine.phase;
  return next;
}

/** What has changed, and nothing else. */
export function toSend(draft: Draft): Schemas["ProfileChange"] {
  const before = fieldsOf(draft.base);
  const change: Schemas["ProfileChange"] = {};
  for (const field of FIELDS) {
    if (draft.mine[field] !== before[field]) change[field] = draft.mine[field];
  }
  if (draft.mine.phase !== before.phase) change.phase = draft.mine.phase;
  const decided = Object.values(draft.decided);
  if (decided.length > 0) change.tags = decided.map(({ concept, keep }) => ({ concept, keep }));
  return change;
}

/** The tags as they would be: read in the text as it stands, where it was read anew, and under what
 * persons decided. */
export function tagsOf(draft: Draft, read: Tag[] | undefined): Tag[] {
  const tags = new Map<string, Tag>();
  for (const tag of read ?? draft.base.tags) tags.set(tag.concept, tag);
  for (const old of draft.base.tags) {
    const now = tags.get(old.concept);
    if (old.state === "suggested") continue;
    tags.set(old.concept, now ? { ...now, state: old.state } : { ...old, evidence: [] });
  }
  for (const { keep, ...concept } of Object.values(draft.decided)) {
    const state = keep ? "confirmed" : "removed";
    const now = tags.get(concept.concept) ?? { ...concept, weight: 1, state, evidence: [] };
    tags.set(concept.concept, { ...now, state });
  }
  return [...tags.values()];
}
