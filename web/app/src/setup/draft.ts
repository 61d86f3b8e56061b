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
