// The set-up as it is being typed.
import type { Schemas } from "../api/client";

export type Setup = Schemas["Setup"];

/** An id that the list does not have yet: room-1, room-2 … */
export function newId(kind: string, list: { id: string }[]): string {
  const taken = new Set(list.map((one) => one.id));
  let n = list.length + 1;
  while (taken.has(`${kind}-${n}`)) n += 1;
  return `${kind}-${n}`;
}

/** A list with one entry changed. */
export const changed = <T>(list: T[], i: number, change: Partial<T>): T[] =>
  list.map((one, at) => (at === i ? { ...one, ...change } : one));

export const without = <T>(list: T[], i: number): T[] => list.filter((_, at) => at !== i);

/** Minutes after a time of a day. */
export function later(at: string, minutes: number): string {
  const day = new Date(`${at.length === 16 ? `${at}:00` : at}Z`);
  day.setUTCMinutes(day.getUTCMinutes() + minutes);
  return day.toISOString().slice(0, 19);
}

/** Times one after the other: `count` of `minutes` each, `gap` minutes between them. */
export function series(start: string, count: number, minutes: number, gap: number) {
  return Array.from({ length: count }, (_, i) => {
    const from = later(start, i * (minutes + gap));
    return { start: from, end: later(from, minutes) };
  });
}

/** A set-up that is being typed over what was kept when the typing began. */
export type Writing = {
  base: Setup;
  /** The version of the base, to be sent along. */
  tag: string;
  mine: Setup;
  /** Parts in which somebody else saved something else meanwhile. */
  clash: (keyof Setup)[];
};

const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);

/** What was typed on top of what somebody else saved: parts that were not touched become theirs,
 * what was typed stays, and where both typed the part is named. */
export function rebased({ base, mine }: Writing, theirs: Setup, tag: string): Writing {
  const next: Writing = { base: theirs, tag, mine: { ...theirs }, clash: [] };
  for (const key of Object.keys(theirs) as (keyof Setup)[]) {
    if (!differ(mine[key], base[key])) continue;
    Object.assign(next.mine, { [key]: mine[key] });
    if (differ(theirs[key], base[key]) && differ(theirs[key], mine[key])) next.clash.push(key);
  }
  return next;
}

export const isChanged = ({ base, mine }: Writing) => differ(base, mine);
