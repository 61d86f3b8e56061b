/** How much better the best could be at most, in percent of what was found; rounded up, so that 0 is proved best. */
export const gapOf = (total: number, bound: number) =>
  Math.ceil((1000 * (bound - total)) / Math.max(1, total)) / 10;
