// What somebody is writing, kept in this tab until it is saved: nothing is lost when the session
// ends or the page is left by mistake.
import { useCallback, useState } from "react";
import { actingPerson } from "../acting";

const PREFIX = "enishi-draft ";

function kept<T>(key: string): T | null {
  const text = sessionStorage.getItem(PREFIX + key);
  if (!text) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

/** A draft under a name, with the way to change it; `null` forgets it. */
export function useDraft<T>(name: string): [T | null, (next: T | null) => void] {
  const key = `${actingPerson()} ${name}`;
  const [draft, setDraft] = useState<T | null>(() => kept<T>(key));
  const keep = useCallback(
    (next: T | null) => {
      if (next === null) sessionStorage.removeItem(PREFIX + key);
      else sessionStorage.setItem(PREFIX + key, JSON.stringify(next));
      setDraft(next);
    },
    [key],
  );
  return [draft, keep];
}

/** Forgets all drafts, when somebody leaves for good. */
export function forgetDrafts() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
