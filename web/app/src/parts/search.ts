/** Whether texts hold every word that was typed, wherever it stands; width and case do not count. */
export function holds(texts: string[], typed: string): boolean {
  const plain = (text: string) => text.normalize("NFKC").toLowerCase();
  const all = plain(texts.join(" "));
  return plain(typed)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
