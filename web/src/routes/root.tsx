import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Link, Outlet } from "@tanstack/react-router";
import { t } from "~/lib/i18n/index";
import { useTitle } from "~/ui/page";
import { Crashed, Empty } from "~/ui/states";
import { Toasts } from "~/ui/toasts";

export const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <main className="auth"><Crashed error={error} retry={reset} /></main>,
});

export function NotFound() {
  useTitle(t("state.notFound"));
  return (
    <main className="auth">
      <Empty page title={t("notFound.title")} actions={<Link className="btn" to="/">{t("notFound.home")}</Link>}>{t("notFound.text")}</Empty>
    </main>
  );
}
