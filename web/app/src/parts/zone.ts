// The workshop's clock and the reader's, for those who are far away.

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** How many minutes a zone's clock is ahead of UTC at a moment. */
function ahead(zone: string | undefined, at: number): number {
  const parts = new Intl.DateTimeFormat("en", { ...PARTS, timeZone: zone }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return Math.round((wall - at) / 60_000);
}

/** The moment at which a zone's clock shows `2022-05-10T09:00`, in milliseconds. */
export function momentIn(zone: string, local: string): number {
  const wall = Date.parse(`${local.slice(0, 16)}Z`);
  // The offset at the moment itself: it was guessed at most a day away.
  const guess = wall - ahead(zone, wall) * 60_000;
  return wall - ahead(zone, guess) * 60_000;
}

/** What a zone's clock, or the reader's own, shows at a moment: `2022-05-10T09:00`. */
export function clockIn(zone: string | undefined, at: number): string {
  return new Date(at + ahead(zone, at) * 60_000).toISOString().slice(0, 16);
}

/** What the reader's own clock says when the workshop's says `local`; null where both agree. */
export function ownTime(local: string, zone: string): string | null {
  const own = clockIn(undefined, momentIn(zone, local));
  return own === local.slice(0, 16) ? null : own;
}
