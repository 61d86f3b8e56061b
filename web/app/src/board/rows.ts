// Placements of one day laid out in rows: a row for each table, desk or hall; and, while something
// is being moved, the places where it could go between them.
import type { Schemas } from "../api/client";
import { dayOf, minuteOf } from "../parts/time";

export type Placement = Schemas["PlacementView"];
export type Place = Schemas["PlaceView"];

/**
 * A placement, a place for what is being moved, or free time, over some columns. A placement may
 * stand where a place would be: then the place tells why it is none.
 */
export type Cell = { from: number; to: number; placement: Placement | null; place: Place | null };
export type Row = { room: Schemas["RoomView"]; table: number | null; desk: string | null; cells: Cell[] };
export type Day = { day: string; start: number; end: number; rows: Row[] };

/** Minutes in a column. */
export const STEP = 10;

type Timed = { start: string; end: string };
const fromOf = ({ start }: Timed) => Math.floor(minuteOf(start) / STEP) * STEP;
const toOf = ({ end }: Timed) => Math.ceil(minuteOf(end) / STEP) * STEP;

/** Placements that do not overlap, first come first, as few lanes as needed. */
function lanesOf(placements: Placement[]): Placement[][] {
  const lanes: Placement[][] = [];
  for (const one of placements.toSorted((a, b) => a.start.localeCompare(b.start))) {
    const free = lanes.find((lane) => (lane.at(-1)?.end ?? "") <= one.start);
    if (free) free.push(one);
    else lanes.push([one]);
  }
  return lanes.length > 0 ? lanes : [[]];
}

function cellsOf(lane: Placement[], places: Place[], start: number, end: number): Cell[] {
  const cells: Cell[] = [];
  let at = start;
  const free = (until: number) => {
    for (const place of places) {
      const [from, to] = [fromOf(place), toOf(place)];
      if (from < at || to > until) continue;
      if (from > at) cells.push({ from: at, to: from, placement: null, place: null });
      cells.push({ from, to, placement: null, place });
      at = to;
    }
    if (until > at) cells.push({ from: at, to: until, placement: null, place: null });
  };
  for (const placement of lane.toSorted((a, b) => a.start.localeCompare(b.start))) {
    free(fromOf(placement));
    const [from, to] = [Math.max(at, fromOf(placement)), toOf(placement)];
    const over = places.find((one) => one.start < placement.end && placement.start < one.end);
    cells.push({ from, to, placement, place: over ?? null });
    at = to;
  }
  free(end);
  return cells;
}

/** Every day of a plan, with all rooms of the venue in its order. */
export function daysOf(placements: Placement[], venue: Schemas["VenueView"], places: Place[]): Day[] {
  const all: Timed[] = [...placements, ...places];
  const days = [...new Set(all.map((p) => dayOf(p.start)))].sort();
  return days.map((day) => {
    const today = all.filter((p) => dayOf(p.start) === day);
    const here = placements.filter((p) => dayOf(p.start) === day);
    const open = places.filter((p) => dayOf(p.start) === day);
    const start = Math.floor(Math.min(...today.map((p) => minuteOf(p.start))) / 60) * 60;
    const end = Math.max(...today.map(toOf));
    const rows = venue.rooms.flatMap((room) => {
      const inRoom = here.filter((p) => p.room === room.id);
      const canHold = open.filter((p) => p.room === room.id);
      const tables = Array.from({ length: room.tables }, (_, i) => i + 1).map((n) => ({
        table: n,
        desk: null,
        lanes: [inRoom.filter((p) => p.table === n)],
        places: canHold.filter((p) => p.table === n),
      }));
      const desks = venue.desks
        .filter((desk) => desk.room === room.id)
        .map(({ id }) => ({
          table: null,
          desk: id,
          lanes: lanesOf(inRoom.filter((p) => p.desk === id)),
          places: canHold.filter((p) => p.desk === id),
        }));
      const whole = (p: { table?: number | null; desk?: string | null }) =>
        p.table == null && p.desk == null;
      const rest = inRoom.filter(whole);
      const halls = canHold.filter(whole);
      const hall =
        rest.length + halls.length > 0
          ? [{ table: null, desk: null, lanes: lanesOf(rest), places: halls }]
          : [];
      return [...hall, ...desks, ...tables].flatMap(({ table, desk, lanes, places: there }) =>
        lanes.map((lane, i) => ({
          room,
          table,
          desk,
          cells: cellsOf(lane, i === 0 ? there : [], start, end),
        })),
      );
    });
    return { day, start, end, rows };
  });
}
