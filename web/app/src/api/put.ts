// What a change was answered with is what is shown from then on.
import type { InferDataFromTag, QueryClient, QueryKey, Updater } from "@tanstack/react-query";

/**
 * Puts the answer to a change where readings of `queryKey` are kept. A reading that is still on its
 * way was asked before the change and would show the old state again: it is let go.
 */
export async function putAnswer<K extends QueryKey>(
  client: QueryClient,
  queryKey: K,
  next: Updater<InferDataFromTag<unknown, K> | undefined, InferDataFromTag<unknown, K> | undefined>,
) {
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData<unknown, K>(queryKey, next);
}
