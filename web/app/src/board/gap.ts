/** How much better the best could be at most, in percent of what was found. */
export const gapOf = (total: number, bound: number) =>
  Math.round((1000 * (bound - total)) / Math.max(1, total)) / 10;
