// A text in which the words that gave tags are marked.
import type { Schemas } from "../api/client";

type Field = "title" | "text" | "seeks" | "offers";
type MarkedProps = { field: Field; text: string; tags: Schemas["TagView"][] };

/** Places in a text are bytes of UTF-8. */
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function Marked({ field, text, tags }: MarkedProps) {
  const bytes = encoder.encode(text);
  const spans = tags
    .flatMap((tag) => tag.evidence)
    .filter((one) => one.field === field && one.end <= bytes.length)
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const pieces = [];
  let at = 0;
  for (const span of spans) {
    // What lies within words already marked needs no mark of its own.
    if (span.start < at) continue;
    pieces.push(decoder.decode(bytes.slice(at, span.start)));
    pieces.push(<mark key={span.start}>{decoder.decode(bytes.slice(span.start, span.end))}</mark>);
    at = span.end;
  }
  pieces.push(decoder.decode(bytes.slice(at)));
  return <>{pieces}</>;
}
