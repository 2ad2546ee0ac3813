import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "~/api/errors";
import { setUnauthorizedHandler } from "~/api/http";
import { language, preferredLanguage, showLanguage } from "~/lib/i18n/index";
import { timeZone } from "~/lib/intl";
import { useStore } from "~/lib/store";
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

/** All texts and times are read while drawing, so another language or time zone draws everything anew. */
function Everything() {
  return <RouterProvider key={`${useStore(language)} ${useStore(timeZone)}`} router={router} />;
}

// English stands in when the chunk of the language cannot be had.
await showLanguage(preferredLanguage()).catch(() => undefined);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Everything />
      </QueryClientProvider>
    </StrictMode>,
  );
}
