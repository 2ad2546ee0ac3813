/** How each build gives its files debug ids and uploads their maps; `{url}`, `{org}` and `{project}` are replaced. */
import type { Snippet } from "./platforms";

const options = `{\n      url: "{url}",\n      org: "{org}",\n      project: "{project}",\n      authToken: process.env.SENTRY_AUTH_TOKEN,\n    }`;

const bundlers: readonly Snippet[] = [
  { name: "Vite", install: "npm install --save-dev @sentry/vite-plugin", file: "vite.config.js", code: `import { sentryVitePlugin } from "@sentry/vite-plugin";\n\nexport default {\n  build: { sourcemap: "hidden" },\n  plugins: [\n    // the last one\n    sentryVitePlugin(${options}),\n  ],\n};` },
  { name: "webpack", install: "npm install --save-dev @sentry/webpack-plugin", file: "webpack.config.js", code: `const { sentryWebpackPlugin } = require("@sentry/webpack-plugin");\n\nmodule.exports = {\n  devtool: "hidden-source-map",\n  plugins: [\n    // the last one\n    sentryWebpackPlugin(${options}),\n  ],\n};` },
  { name: "esbuild", install: "npm install --save-dev @sentry/esbuild-plugin", file: "build.mjs", code: `import { sentryEsbuildPlugin } from "@sentry/esbuild-plugin";\n\nawait build({\n  sourcemap: true,\n  plugins: [\n    // the last one\n    sentryEsbuildPlugin(${options}),\n  ],\n});` },
];

const cli: Snippet = {
  name: "sentry-cli", install: "npm install --save-dev @sentry/cli", file: "deploy.sh",
  code: 'export SENTRY_URL="{url}"\nexport SENTRY_ORG="{org}" SENTRY_PROJECT="{project}"\n# SENTRY_AUTH_TOKEN comes from your secrets\n\n# after the build, before the files go out\nsentry-cli sourcemaps inject ./dist\nsentry-cli sourcemaps upload ./dist',
};

/** Of platforms whose code is built before it runs; none for the others. */
const builds: Readonly<Record<string, readonly Snippet[]>> = { javascript: [...bundlers, cli], node: [cli, ...bundlers], "react-native": [cli] };

export const sourceMapSnippets = (platform: string): readonly Snippet[] => builds[platform] ?? [];

/** Puts the address of the server, as SDKs reach it, and the names of the organisation and project into a snippet. */
export function fillUpload(code: string, dsn: string, org: string, project: string): string {
  const url = dsn === "" ? location.origin : new URL(dsn).origin;
  return code.replaceAll("{url}", url).replaceAll("{org}", org).replaceAll("{project}", project);
}
