import { createRoute, redirect } from "@tanstack/react-router";
import { bootstrapQuery } from "~/api/session";
import { Invitation } from "~/features/session/invitation";
import { SetUp } from "~/features/session/set-up";
import { SignIn } from "~/features/session/sign-in";
import { one } from "~/lib/search-params";
import { rootRoute } from "./root";

/** Only a path of this site, so that a link cannot send one elsewhere after signing in. */
function safeNext(value: unknown): string | undefined {
  const next = one(value);
  return next && /^\/(?![/\\])/.test(next) ? next : undefined;
}

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sign-in",
  validateSearch: (raw: Record<string, unknown>): { next?: string } => {
    const next = safeNext(raw.next);
    return next ? { next } : {};
  },
  beforeLoad: async ({ context }) => {
    const { setupRequired, user } = await context.client.ensureQueryData(bootstrapQuery);
    if (setupRequired) throw redirect({ to: "/setup" });
    if (user) throw redirect({ to: "/" });
  },
  component: function SignInPage() {
    const { next } = signInRoute.useSearch();
    const navigate = signInRoute.useNavigate();
    return <SignIn onDone={() => void navigate({ href: next ?? "/", replace: true })} />;
  },
});

export const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "setup",
  validateSearch: (raw: Record<string, unknown>): { token?: string } => {
    const token = one(raw.token);
    return token ? { token } : {};
  },
  beforeLoad: async ({ context }) => {
    const { setupRequired } = await context.client.ensureQueryData(bootstrapQuery);
    if (!setupRequired) throw redirect({ to: "/" });
  },
  component: function SetUpPage() {
    const { token } = setUpRoute.useSearch();
    const navigate = setUpRoute.useNavigate();
    return <SetUp token={token ?? ""} onDone={() => void navigate({ to: "/", replace: true })} />;
  },
});

/** The link of an invitation. Whether one is signed in decides what it asks for. */
export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "invite/$code",
  beforeLoad: async ({ context }) => {
    await context.client.ensureQueryData(bootstrapQuery);
  },
  component: function InvitationPage() {
    const { code } = invitationRoute.useParams();
    const navigate = invitationRoute.useNavigate();
    return <Invitation code={code} onDone={(org) => void navigate({ to: "/organizations/$org/issues", params: { org }, replace: true })} />;
  },
});
