import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { ApiError } from "./api/client";
import "@digital-go-jp/design-tokens/dist/tokens.css";
import { isChanged } from "./parts/Theirs";
import { wear } from "./parts/Theme";
import "./style.css";
import { Speaking } from "./words";

const again = (count: number, error: Error) =>
  !(error instanceof ApiError && error.status >= 400 && error.status < 500) && count < 2;

/**
 * Whoever is told that the session ended is led back in; the page they were on waits for them. Where
 * somebody else saved first, what they saved is fetched; what is typed here is kept.
 */
const mutationCache = new MutationCache({
  onError: (error) => {
    if (error instanceof ApiError && error.status === 401) {
      void client.invalidateQueries({ queryKey: ["me"] });
    }
    if (isChanged(error)) void client.invalidateQueries();
  },
});

const client = new QueryClient({
  mutationCache,
  defaultOptions: {
    // Without a connection the last seen day is asked for all the same.
    queries: { retry: again, staleTime: 5_000, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});

wear();

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Speaking>
        <App />
      </Speaking>
    </QueryClientProvider>
  </StrictMode>,
);
