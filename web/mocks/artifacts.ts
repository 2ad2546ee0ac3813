/** Uploaded files and releases of the sample data: the web shop has some, its neighbours none. */
import type { Answer, Request } from "./routes.ts";
import { releases } from "./views.ts";

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const id = (seed: string) => `${seed.repeat(8).slice(0, 8)}-1f2e-4d3c-8b4a-${seed.repeat(12).slice(0, 12)}`;
const ok = (body: unknown): Answer => ({ status: 200, body });

const bundles = [["web@4.18.2", "a1", 41_200, 3], ["web@4.18.1", "b2", 40_900, 125], ["web@4.17.3", "c3", 39_800, 150], [null, "d4", 220_400, 300]].map(([release, seed, size, hours], i) => ({
  bundleId: String(i + 1), associations: release ? [{ release, dist: null }] : [], date: ago(Number(hours)), dateModified: ago(Number(hours)), dateLastUsed: ago(Number(hours) / 4), fileCount: 2, size: Number(size), checksum: String(seed).repeat(20), debugIds: [id(String(seed)), id(`${String(seed)}f`), id(`${String(seed)}e`)],
}));
const files = [["checkout.debug", "elf", "x86_64", ["debug", "unwind"], 2_400_000, "77"], ["checkout.src.zip", "sourcebundle", "x86_64", ["sources"], 84_000, "77"], ["mapping.txt", "proguard", "any", ["mapping"], 12_400_000, "9c"]].map(([name, kind, cpu, features, size, seed], i) => ({
  id: String(i + 1), uuid: id(String(seed)), debugId: id(String(seed)), codeId: null, cpuName: cpu, objectName: name, symbolType: kind, headers: { "Content-Type": "application/octet-stream" }, size: Number(size), sha1: String(seed).repeat(20),
  dateCreated: ago(20 + i), dateLastUsed: ago(i), releases: kind === "proguard" ? ["shop@3.1.0+41"] : [], data: { features },
}));
const has = (slug: string) => slug === "web";
const sum = (list: ReadonlyArray<{ size: number }>) => list.reduce((total, each) => total + each.size, 0);
const wanted = (request: Request, each: unknown) => JSON.stringify(each).toLowerCase().includes((request.url.searchParams.get("query") ?? "").toLowerCase());

export function artifactUsage(slug: string): Answer {
  const [own, debug] = has(slug) ? [bundles, files] : [[], []];
  return ok({ bundles: { count: own.length, bytes: sum(own) }, debugFiles: { count: debug.length, bytes: sum(debug) }, maxBytes: 34_359_738_368, maxCount: 100_000, retentionDays: 365 });
}

export function bundlesRoute(request: Request, slug: string, bundle: string | undefined): Answer {
  if (request.method === "DELETE") {
    bundles.splice(bundles.findIndex((each) => each.bundleId === bundle), 1);
    return { status: 204 };
  }
  if (!bundle) return ok(has(slug) ? bundles.filter((each) => wanted(request, each)) : []);
  const found = bundles.find((each) => each.bundleId === bundle);
  return ok({ ...found, files: ["app", "vendor"].map((name) => ({ filePath: `files/${name}.js`, url: `~/assets/${name}.js`, fileType: "minified_source", debugId: found?.debugIds[0] ?? null, sourcemap: `${name}.js.map` })) });
}

export function debugFilesRoute(request: Request, slug: string): Answer {
  if (request.method === "DELETE") {
    files.splice(files.findIndex((each) => each.id === request.url.searchParams.get("id")), 1);
    return { status: 204 };
  }
  return ok(has(slug) ? files.filter((each) => wanted(request, each)) : []);
}

export function releaseOf(version: string): Answer {
  const found = (releases().body as Array<{ version: string }>).find((each) => each.version === decodeURIComponent(version));
  return found ? ok(found) : { status: 404, body: { detail: "The requested resource does not exist" } };
}

export const commits = ["Round the total of gift cards once", "Read the cart before the gift card"].map((message, i) => ({ id: `${i}f3c`.repeat(10), message, dateCreated: ago(5 + i * 9), author: { name: "Priya Nair", email: "priya@larkfield.example" }, repository: { name: "larkfield/web" }, pullRequest: null, suspectCommitType: "" }));
export const deploys = [{ id: "1", environment: "production", name: "blue", url: "https://ci.larkfield.example/deploys/812", dateStarted: ago(3.1), dateFinished: ago(3) }];
