// Times of the workshop are local to its zone and are shown as they are written.

/** `2022-05-10T09:50:00` as `9:50`. */
export const clock = (at: string) => at.slice(11, 16).replace(/^0/, "");

export const span = (one: { start: string; end: string }) => `${clock(one.start)}–${clock(one.end)}`;

export const dayOf = (at: string) => at.slice(0, 10);

/** Minutes since midnight. */
export const minuteOf = (at: string) => Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16));
