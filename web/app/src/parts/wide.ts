import { useSyncExternalStore } from "react";

const query = matchMedia("(min-width: 960px)");

function listen(listener: () => void) {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether two columns stand side by side. */
export const useWide = () => useSyncExternalStore(listen, () => query.matches);
