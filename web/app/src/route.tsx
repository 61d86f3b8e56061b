// Where we are: `/` or `/w/{workshop}/{screen}`.
import { type ReactNode, useSyncExternalStore } from "react";

export type Place = { workshop: string; screen: string } | null;

export function placeOf(path: string): Place {
  const [, workshop, screen] = /^\/w\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  return workshop && screen ? { workshop: decodeURIComponent(workshop), screen } : null;
}

export const addressOf = (workshop: string, screen: string) =>
  `/w/${encodeURIComponent(workshop)}/${screen}`;

/** Ends the board's address where the day is to be planned again with the fewest changes. */
export const LEAST = "#least";

const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

export function go(address: string, replace = false) {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  scrollTo(0, 0);
  tell();
}

function listen(listener: () => void) {
  listeners.add(listener);
  addEventListener("popstate", tell);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("popstate", tell);
  };
}

export const usePath = () => useSyncExternalStore(listen, () => location.pathname);

type LinkProps = { to: string; current?: boolean; className?: string; children: ReactNode };

/** A link within the app; a new tab and the like stay the browser's. */
export function Link({ to, current, className, children }: LinkProps) {
  return (
    <a
      href={to}
      className={className}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
