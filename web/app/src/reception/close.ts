// A room that can no longer be used on the day itself.
import type { Setup } from "../setup/draft";

/** The set-up with a room closed from a moment on until that day ends. */
export function closed(setup: Setup, room: string, at: string): Setup {
  const day = at.slice(0, 10);
  const own = setup.room_hours.filter((hours) => hours.room === room);
  const allDay = (one: string) => ({ room, start: `${one}T00:00:00`, end: `${one}T23:59:00` });
  // A room without hours is open all day.
  const open = own.length > 0 ? own : setup.days.map(allDay);
  const left = open
    .map((hours) => (hours.start.startsWith(day) && hours.end > at ? { ...hours, end: at } : hours))
    .filter((hours) => hours.start < hours.end);
  // With no hours left it would be open again.
  const hours = left.length > 0 ? left : [{ ...allDay(day), end: at }];
  const serves = setup.slots.some((slot) =>
    hours.some((one) => one.start <= slot.start && slot.end <= one.end),
  );
  return {
    ...setup,
    room_hours: [...setup.room_hours.filter((one) => one.room !== room), ...hours],
    // Tables that no slot can use are none.
    rooms: setup.rooms.map((one) => (one.id === room && !serves ? { ...one, tables: 0 } : one)),
  };
}

/** What is fixed in a room after a moment of that day: it stays until it is moved by hand. */
export const fixedAfter = (setup: Setup, room: string, at: string) =>
  setup.sessions.filter(
    ({ fixed }) =>
      fixed?.room === room && fixed.start >= at && fixed.start.startsWith(at.slice(0, 10)),
  );
