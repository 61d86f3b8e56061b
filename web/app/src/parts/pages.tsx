// Long lists, page by page: where one is, the pages before and after, and the head of the list in
// sight after each turn.
import { keepPreviousData, type QueryKey, useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { ApiError } from "../api/client";
import { useSpeech } from "../words";
import { Failed, Loading } from "./states";

/** A page as the server cuts it; where the whole is not counted, `total` is missing. */
type Page<C> = { items: unknown[]; next?: C | null; total?: number };

/** What is seen of a long list. */
export type Seen<T> = {
  items: T[];
  /** Entries before the first one seen. */
  before: number;
  total: number | undefined;
  turn: { first?: () => void; back?: () => void; next?: () => void };
};

/** A list that the server cuts by cursors. `what` names it: another one begins at its first page. */
export function usePages<C, P extends Page<C>, K extends QueryKey>(
  what: string,
  ask: (cursor?: C) => UseQueryOptions<P, Error, P, K>,
  size: number,
): { read: UseQueryResult<P>; seen: Seen<P["items"][number]> } {
  // The cursors of the pages that were turned to reach this one.
  const [way, setWay] = useState<{ what: string; cursors: C[] }>({ what, cursors: [] });
  const cursors = way.what === what ? way.cursors : [];
  const go = (cursors: C[]) => setWay({ what, cursors });
  const read = useQuery({ ...ask(cursors.at(-1)), placeholderData: keepPreviousData });
  // The entry after which this page begins is gone: the list is read from its head.
  if (read.error instanceof ApiError && read.error.status === 400 && cursors.length > 0) go([]);
  const { next, total }: Partial<Page<C>> = read.data ?? {};
  return {
    read,
    seen: {
      items: read.data?.items ?? [],
      before: cursors.length * size,
      total,
      turn: {
        first: cursors.length > 1 ? () => go([]) : undefined,
        back: cursors.length > 0 ? () => go(cursors.slice(0, -1)) : undefined,
        next: next != null && !read.isPlaceholderData ? () => go([...cursors, next]) : undefined,
      },
    },
  };
}

/** A list that is here as a whole, so many entries at a time. */
export function useSlices<T>(what: string, all: T[], size: number): Seen<T> {
  const [at, setAt] = useState({ what, page: 0 });
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const page = at.what === what ? Math.min(at.page, last) : 0;
  const go = (page: number) => setAt({ what, page });
  return {
    items: all.slice(page * size, (page + 1) * size),
    before: page * size,
    total: all.length,
    turn: {
      first: page > 1 ? () => go(0) : undefined,
      back: page > 0 ? () => go(page - 1) : undefined,
      next: page < last ? () => go(page + 1) : undefined,
    },
  };
}

type PagesProps = { seen: Seen<unknown>; label: string; children: ReactNode };

/** The list between its head, to which each turn leads, and the way to the other pages. */
export function Pages({ seen, label, children }: PagesProps) {
  const { t, number } = useSpeech();
  const head = useRef<HTMLDivElement>(null);
  const { items, before, total, turn } = seen;
  const turned = (to: (() => void) | undefined) => () => {
    to?.();
    head.current?.focus({ preventScroll: true });
    head.current?.scrollIntoView({ block: "start" });
  };
  const several = turn.back || turn.next;
  const where = t(total === undefined ? "pages.where" : "pages.where-of", {
    from: number(before + 1),
    to: number(before + items.length),
    total: number(total ?? 0),
  });
  return (
    <div className="pages" ref={head} tabIndex={-1} role="group" aria-label={label}>
      {several && (
        <p role="status" className="quiet-text">
          {where}
        </p>
      )}
      {children}
      {several && (
        <nav className="row" aria-label={t("pages.of", { list: label })}>
          <Button className="button second" isDisabled={!turn.first} onPress={turned(turn.first)}>
            {t("pages.first")}
          </Button>
          <Button className="button second" isDisabled={!turn.back} onPress={turned(turn.back)}>
            {t("pages.back")}
          </Button>
          <Button className="button second" isDisabled={!turn.next} onPress={turned(turn.next)}>
            {t("pages.next")}
          </Button>
          <span className="quiet-text" aria-hidden="true">
            {where}
          </span>
        </nav>
      )}
    </div>
  );
}

/** An entry's place in the whole list, for those who hear it. */
export const placeOf = (seen: Seen<unknown>, i: number) => ({
  "aria-posinset": seen.before + i + 1,
  "aria-setsize": seen.total ?? -1,
});

/** While the first page is on its way, or did not come. */
export function Reading({ read }: { read: UseQueryResult<unknown> }) {
  if (read.isPending) return <Loading />;
  if (read.error) return <Failed error={read.error} again={() => read.refetch()} />;
  return null;
}
