import { Link } from "@tanstack/react-router";
import { t } from "~/lib/i18n/index";
import { CopyButton } from "~/ui/copy-button";

export type Sort = "maps" | "files";

/** The commands that fill the list, with the address of this server, the organisation and the project in them. */
export function commandsOf(sort: Sort, url: string, org: string, project: string): string {
  const head = [`export SENTRY_URL=${url}`, `export SENTRY_ORG=${org} SENTRY_PROJECT=${project}`, "export SENTRY_AUTH_TOKEN=…"];
  const maps = ["npx @sentry/cli sourcemaps inject ./dist", "npx @sentry/cli sourcemaps upload ./dist"];
  const files = ["npx @sentry/cli debug-files upload --include-sources ./build", "npx @sentry/cli upload-proguard ./mapping.txt"];
  return [...head, ...(sort === "maps" ? maps : files)].join("\n");
}

export function Commands({ text, org }: { text: string; org: string }) {
  return (
    <div className="codec art-c">
      <div className="h t2">
        <Link className="link" to="/organizations/$org/settings/tokens" params={{ org }}>{t("artifacts.token")}</Link>
        <span className="grow" />
        <CopyButton text={text} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable without a mouse */}
      <pre className="mono" tabIndex={0} aria-label={t("artifacts.commands")}>{text}</pre>
    </div>
  );
}
