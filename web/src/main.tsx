import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "~/api/errors";
import { setUnauthorizedHandler } from "~/api/http";
import { makeRouter } from "~/routes/router";
import "~/ui/styles/index.css";

const retries = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < retries && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

const router = makeRouter(client);

setUnauthorizedHandler(() => {
  const next = location.pathname + location.search;
  client.clear();
  void router.navigate({ to: "/sign-in", search: { next } });
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
