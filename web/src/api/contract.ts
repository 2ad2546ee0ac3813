/** Holds what we read against the contract: a field that the server renames or drops fails the type check here. */
import type { EventDetail } from "./event-types";
import type { components } from "./generated/schema";
import type { Attachment, IssueSpecial, ListedEvent, Release, UserReport } from "./issue-types";
import type { ArtifactUsage, Bundle, DebugFile } from "./artifacts";
import type { ClientKey, FirstEvent } from "./projects";
import type { Commit, Deploy, DeployMark, FullRelease } from "./releases";
import type { IssueChange } from "./stream";
import type { System } from "./system";
import type { Ticket } from "./tickets";
import type { Token } from "./tokens";
import type { IssueGroup, SavedView, ViewCount } from "./views";
import type { Account } from "./account";
import type { TimeToFix } from "./time-to-fix";
import type { Bootstrap, Issue, IssueCounts, IssueDetail, Member, Project, SearchKey, SearchValue, TagKey, TagValue, Team } from "./types";

type Schemas = components["schemas"];

/** What the server answers: it writes null where it knows nothing, and what the contract leaves open may be anything. */
type Answer<T> = unknown extends T ? never : T extends ReadonlyArray<infer I> ? Array<Answer<I>> : T extends object ? { [K in keyof T]-?: Answer<Exclude<T[K], undefined>> } : T;

/** What we read, with our closed lists of words opened to text. */
type Read<T> = T extends string ? string : T extends readonly [number, number] ? number[] : T extends ReadonlyArray<infer I> ? Array<Read<I>> : T extends object ? { [K in keyof T]: Read<T[K]> } : T;

type Fits<Name extends keyof Schemas, Ours> = Answer<Schemas[Name]> extends Read<Ours> ? true : [Name, "does not fit", Answer<Schemas[Name]>];

/** Each answer we read. */
export type Contract = [
  Fits<"IssueBody", Issue>, Fits<"IssueDetail", IssueDetail>, Fits<"Event", EventDetail>, Fits<"Bootstrap", Bootstrap>,
  Fits<"ProjectSummary", Project>, Fits<"Project", Project>, Fits<"TeamDetail", Team>, Fits<"Member", Member>,
  Fits<"IssueCounts", IssueCounts>, Fits<"SearchKey", SearchKey>, Fits<"SearchValue", SearchValue>, Fits<"TagKey", TagKey>, Fits<"TagValue", TagValue>,
  Fits<"ClientKey", ClientKey>, Fits<"FirstEvent", FirstEvent>, Fits<"SystemState", System>,
  Fits<"UserTokenAnswer", Token>, Fits<"OrganizationTokenAnswer", Token>, Fits<"LiveChange", IssueChange>,
  Fits<"IssueGroupBody", IssueGroup>, Fits<"DeployMark", DeployMark>, Fits<"ViewBody", SavedView>, Fits<"ViewCount", ViewCount>,
  Fits<"IssueSpecial", IssueSpecial>, Fits<"EventAttachment", Attachment>, Fits<"UserReport", UserReport>, Fits<"SimpleEvent", ListedEvent>, Fits<"Release", Release>, Fits<"Release", FullRelease>, Fits<"Commit", Commit>, Fits<"Deploy", Deploy>,
  Fits<"ArtifactUsage", ArtifactUsage>, Fits<"ArtifactBundle", Bundle>, Fits<"DebugFile", DebugFile>,
  Fits<"TimeToFix", TimeToFix>, Fits<"AccountBody", Account>, Fits<"ExternalIssue", Ticket>,
];

export type Kept<T extends readonly true[]> = T["length"];
export type ContractKept = Kept<Contract>;
