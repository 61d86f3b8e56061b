import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { ApiError } from "./api/client";
import "@digital-go-jp/design-tokens/dist/tokens.css";
import "./style.css";
import { Speaking } from "./words";

const again = (count: number, error: Error) =>
  !(error instanceof ApiError && error.status >= 400 && error.status < 500) && count < 2;

const client = new QueryClient({
  defaultOptions: { queries: { retry: again, staleTime: 5_000 } },
});

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Speaking>
        <App />
      </Speaking>
    </QueryClientProvider>
  </StrictMode>,
);
