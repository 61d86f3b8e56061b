// Placements of one day laid out in rows: a row for each table, desk or hall.
import type { Schemas } from "../api/client";
import { dayOf, minuteOf } from "../parts/time";

export type Placement = Schemas["PlacementView"];

/** A placement, or free time, over some columns. */
export type Cell = { from: number; to: number; placement: Placement | null };
export type Row = { room: Schemas["RoomView"]; table: number | null; desk: string | null; cells: Cell[] };
export type Day = { day: string; start: number; end: number; rows: Row[] };

/** Minutes in a column. */
export const STEP = 10;

/** Placements that do not overlap, first come first, as few lanes as needed. */
function lanesOf(placements: Placement[]): Placement[][] {
  const lanes: Placement[][] = [];
  for (const one of placements.toSorted((a, b) => a.start.localeCompare(b.start))) {
    const free = lanes.find((lane) => (lane.at(-1)?.end ?? "") <= one.start);
    if (free) free.push(one);
    else lanes.push([one]);
  }
  return lanes;
}

function cellsOf(lane: Placement[], start: number, end: number): Cell[] {
  const cells: Cell[] = [];
  let at = start;
  for (const placement of lane) {
    const from = Math.floor(minuteOf(placement.start) / STEP) * STEP;
    const to = Math.ceil(minuteOf(placement.end) / STEP) * STEP;
    if (from > at) cells.push({ from: at, to: from, placement: null });
    cells.push({ from: Math.max(at, from), to, placement });
    at = to;
  }
  if (at < end) cells.push({ from: at, to: end, placement: null });
  return cells;
}

/** Every day of a plan, with all rooms of the venue in its order. */
export function daysOf(placements: Placement[], venue: Schemas["VenueView"]): Day[] {
  const days = [...new Set(placements.map((p) => dayOf(p.start)))].sort();
  return days.map((day) => {
    const here = placements.filter((p) => dayOf(p.start) === day);
    const start = Math.floor(Math.min(...here.map((p) => minuteOf(p.start))) / 60) * 60;
    const end = Math.ceil(Math.max(...here.map((p) => minuteOf(p.end))) / STEP) * STEP;
    const rows = venue.rooms.flatMap((room) => {
      const inRoom = here.filter((p) => p.room === room.id);
      const atTable = (n: number) => inRoom.filter((p) => p.table === n);
      const tables = Array.from({ length: room.tables }, (_, i) => i + 1).map((n) => ({
        table: n,
        desk: null,
        lanes: [atTable(n)],
      }));
      const desks = [...new Set(inRoom.flatMap((p) => p.desk ?? []))].sort().map((desk) => ({
        table: null,
        desk,
        lanes: lanesOf(inRoom.filter((p) => p.desk === desk)),
      }));
      const rest = inRoom.filter((p) => p.table == null && p.desk == null);
      const hall = rest.length > 0 ? [{ table: null, desk: null, lanes: lanesOf(rest) }] : [];
      return [...hall, ...desks, ...tables].flatMap(({ table, desk, lanes }) =>
        lanes.map((lane) => ({ room, table, desk, cells: cellsOf(lane, start, end) })),
      );
    });
    return { day, start, end, rows };
  });
}
