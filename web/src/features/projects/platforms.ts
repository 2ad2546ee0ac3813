/** The platforms one can pick, with how to install the SDK and what to paste; `{dsn}` is replaced. */
export interface Snippet {
  name: string;
  install: string;
  file: string;
  code: string;
}

export interface Platform {
  id: string;
  mark: string;
  name: string;
  test: string;
  snippets: readonly Snippet[];
}

const js = (pkg: string, extra = "") => `import * as Sentry from "${pkg}";\n\nSentry.init({\n  dsn: "{dsn}",\n  environment: "production",${extra}\n});`;
const py = "import sentry_sdk\n\nsentry_sdk.init(\n    dsn=\"{dsn}\",\n    environment=\"production\",\n)";

export const platforms: readonly Platform[] = [
  { id: "javascript", mark: "web", name: "Browser", test: "setTimeout(() => { throw new Error(\"hello from {project}\") })", snippets: [
    { name: "npm", install: "npm install @sentry/browser", file: "main.js", code: `// before anything else\n${js("@sentry/browser")}` },
    { name: "React", install: "npm install @sentry/react", file: "main.jsx", code: `// before the first render\n${js("@sentry/react")}` },
    { name: "Vue", install: "npm install @sentry/vue", file: "main.js", code: "import { createApp } from \"vue\";\nimport * as Sentry from \"@sentry/vue\";\n\nconst app = createApp(App);\nSentry.init({ app, dsn: \"{dsn}\" });" },
    { name: "Angular", install: "npm install @sentry/angular", file: "main.ts", code: `// main.ts, before bootstrapApplication\n${js("@sentry/angular")}\n\n// app.config.ts, among the providers\n// { provide: ErrorHandler, useValue: Sentry.createErrorHandler() }` },
    { name: "Svelte", install: "npm install @sentry/svelte", file: "main.js", code: `// before the component is mounted\n${js("@sentry/svelte")}` },
  ] },
  { id: "node", mark: "js", name: "Node.js", test: "node -e \"require('./instrument'); require('@sentry/node').captureMessage('hello from {project}')\"", snippets: [
    { name: "plain", install: "npm install @sentry/node", file: "instrument.js", code: "// required before anything else\nconst Sentry = require(\"@sentry/node\");\n\nSentry.init({\n  dsn: \"{dsn}\",\n  environment: \"production\",\n});" },
    { name: "Express", install: "npm install @sentry/node", file: "app.js", code: "require(\"./instrument\"); // Sentry.init with dsn: \"{dsn}\"\nconst Sentry = require(\"@sentry/node\");\nconst app = require(\"express\")();\n\n// after all routes\nSentry.setupExpressErrorHandler(app);" },
    { name: "Next.js", install: "npm install @sentry/nextjs", file: "instrumentation.js", code: `// instrumentation.js and instrumentation-client.js\n${js("@sentry/nextjs")}` },
    { name: "NestJS", install: "npm install @sentry/nestjs", file: "instrument.ts", code: `// imported first in main.ts\n${js("@sentry/nestjs")}` },
  ] },
  { id: "python", mark: "py", name: "Python", test: "python -c \"import settings, sentry_sdk; sentry_sdk.capture_message('hello from {project}')\"", snippets: [
    { name: "Django", install: "pip install sentry-sdk", file: "settings.py", code: `# settings.py, before anything else\n${py}` },
    { name: "FastAPI", install: "pip install sentry-sdk", file: "main.py", code: `# main.py, before the app is made\n${py}\n\napp = FastAPI()` },
    { name: "Flask", install: "pip install sentry-sdk", file: "app.py", code: `# app.py, before the app is made\n${py}\n\napp = Flask(__name__)` },
    { name: "Celery", install: "pip install sentry-sdk", file: "celery.py", code: `# where the worker starts\n${py}` },
    { name: "plain", install: "pip install sentry-sdk", file: "main.py", code: py },
  ] },
  { id: "rust", mark: "rs", name: "Rust", test: "sentry::capture_message(\"hello from {project}\", sentry::Level::Info);", snippets: [
    { name: "plain", install: "cargo add sentry", file: "main.rs", code: "fn main() {\n    let _guard = sentry::init((\"{dsn}\", sentry::ClientOptions {\n        release: sentry::release_name!(),\n        ..Default::default()\n    }));\n}" },
  ] },
  { id: "go", mark: "go", name: "Go", test: "sentry.CaptureMessage(\"hello from {project}\")", snippets: [
    { name: "plain", install: "go get github.com/getsentry/sentry-go", file: "main.go", code: "err := sentry.Init(sentry.ClientOptions{\n\tDsn:         \"{dsn}\",\n\tEnvironment: \"production\",\n})\ndefer sentry.Flush(2 * time.Second)" },
  ] },
  { id: "java", mark: "jv", name: "Java", test: "Sentry.captureMessage(\"hello from {project}\");", snippets: [
    { name: "Spring Boot", install: "io.sentry:sentry-spring-boot-starter-jakarta", file: "application.properties", code: "sentry.dsn={dsn}\nsentry.environment=production" },
    { name: "plain", install: "io.sentry:sentry", file: "Main.java", code: "Sentry.init(options -> {\n    options.setDsn(\"{dsn}\");\n    options.setEnvironment(\"production\");\n});" },
  ] },
  { id: "php", mark: "php", name: "PHP", test: "\\Sentry\\captureMessage('hello from {project}');", snippets: [
    { name: "plain", install: "composer require sentry/sentry", file: "index.php", code: "\\Sentry\\init([\n    'dsn' => '{dsn}',\n    'environment' => 'production',\n]);" },
    { name: "Laravel", install: "composer require sentry/sentry-laravel", file: ".env", code: "SENTRY_LARAVEL_DSN={dsn}" },
  ] },
  { id: "ruby", mark: "rb", name: "Ruby", test: "Sentry.capture_message(\"hello from {project}\")", snippets: [
    { name: "Rails", install: "bundle add sentry-ruby sentry-rails", file: "config/initializers/sentry.rb", code: "Sentry.init do |config|\n  config.dsn = \"{dsn}\"\n  config.environment = \"production\"\nend" },
  ] },
  { id: "csharp", mark: "c#", name: ".NET", test: "SentrySdk.CaptureMessage(\"hello from {project}\");", snippets: [
    { name: "plain", install: "dotnet add package Sentry", file: "Program.cs", code: "SentrySdk.Init(options =>\n{\n    options.Dsn = \"{dsn}\";\n    options.Environment = \"production\";\n});" },
    { name: "ASP.NET Core", install: "dotnet add package Sentry.AspNetCore", file: "Program.cs", code: "builder.WebHost.UseSentry(options =>\n{\n    options.Dsn = \"{dsn}\";\n});" },
  ] },
  { id: "apple-ios", mark: "swi", name: "iOS", test: "SentrySDK.capture(message: \"hello from {project}\")", snippets: [
    { name: "Swift", install: "Swift Package: sentry-cocoa", file: "AppDelegate.swift", code: "SentrySDK.start { options in\n    options.dsn = \"{dsn}\"\n    options.environment = \"production\"\n}" },
  ] },
  { id: "android", mark: "kt", name: "Android", test: "Sentry.captureMessage(\"hello from {project}\")", snippets: [
    { name: "Kotlin", install: "io.sentry:sentry-android", file: "AndroidManifest.xml", code: "<meta-data android:name=\"io.sentry.dsn\"\n    android:value=\"{dsn}\" />" },
  ] },
  { id: "react-native", mark: "rn", name: "React Native", test: "Sentry.captureMessage(\"hello from {project}\")", snippets: [
    { name: "plain", install: "npm install @sentry/react-native", file: "App.tsx", code: js("@sentry/react-native") },
  ] },
  { id: "flutter", mark: "dart", name: "Flutter", test: "Sentry.captureMessage('hello from {project}');", snippets: [
    { name: "Dart", install: "flutter pub add sentry_flutter", file: "main.dart", code: "await SentryFlutter.init(\n  (options) => options.dsn = '{dsn}',\n  appRunner: () => runApp(const MyApp()),\n);" },
  ] },
  { id: "native", mark: "c++", name: "C, C++", test: "sentry_capture_event(sentry_value_new_message_event(SENTRY_LEVEL_INFO, \"app\", \"hello\"));", snippets: [
    { name: "C", install: "sentry-native", file: "main.c", code: "sentry_options_t *options = sentry_options_new();\nsentry_options_set_dsn(options, \"{dsn}\");\nsentry_init(options);" },
  ] },
  { id: "other", mark: "$_", name: "Other, by curl", test: "curl -X POST '{store}' -H 'Content-Type: application/json' -H 'X-Sentry-Auth: Sentry sentry_key={key}' -d '{\"message\":\"hello from {project}\"}'", snippets: [
    { name: "variable", install: "any SDK", file: ".env", code: "SENTRY_DSN={dsn}" },
  ] },
];

export function platformOf(id: string | null | undefined): Platform {
  const wanted = id ?? "";
  return platforms.find((each) => each.id === wanted) ?? platforms.find((each) => wanted.startsWith(each.id)) ?? (platforms.at(-1) as Platform);
}

/** Puts the project's own words into a snippet. */
export function fill(text: string, dsn: string, project: string): string {
  const m = /^(https?:\/\/)([^:@]+)(?::[^@]+)?@(.+)\/(\d+)$/.exec(dsn);
  const store = m ? `${m[1]}${m[3]}/api/${m[4]}/store/` : "";
  return text.replaceAll("{dsn}", dsn).replaceAll("{project}", project).replaceAll("{store}", store).replaceAll("{key}", m?.[2] ?? "");
}

/** Platforms whose name or one of whose frameworks holds the text; all of them for an empty one. */
export function matching(text: string): readonly Platform[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return platforms;
  return platforms.filter((each) => each.name.toLowerCase().includes(wanted) || each.id.includes(wanted) || frameworkOf(each, wanted) >= 0);
}

/** Index of the framework that the text names, or -1. */
export function frameworkOf(platform: Platform, text: string): number {
  const wanted = text.trim().toLowerCase();
  return wanted === "" ? -1 : platform.snippets.findIndex((each) => each.name.toLowerCase().includes(wanted));
}

/** True for a command to run; some platforms name a package to add instead. */
export function isCommand(install: string): boolean {
  return /^(npm|pip|cargo|go|composer|bundle|dotnet|flutter) /.test(install);
}
