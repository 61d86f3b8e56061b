// How wide letters are, in full-width letters: others are about half as wide.
const widthOf = (letter: string) => (letter > "\u2e80" ? 1 : 0.55);

/** How much of a text there is room for, in letters; all of it where there is room. */
export function fitting(text: string, room: number): number {
  const letters = [...text];
  let width = 0;
  const fits = letters.findIndex((letter) => (width += widthOf(letter)) > room);
  return fits < 0 ? letters.length : fits;
}

export const isLonger = (text: string, room: number) => fitting(text, room) < [...text].length;
