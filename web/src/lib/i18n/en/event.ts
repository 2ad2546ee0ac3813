/** One event: stack, breadcrumbs, request, details, JSON. */
import { issue } from "./issue";

export const event = {
  ...issue,
  "nav.which": "Which event", "nav.latest": "Latest", "nav.recommended": "Richest", "nav.recommended.hint": "The event with the most context", "nav.first": "First", "nav.older": "Older event", "nav.newer": "Newer event", "nav.newerCame": "newer event",
  "nav.stack": "Stack", "nav.threads": "Threads", "nav.report": "Feedback", "nav.breadcrumbs": "Breadcrumbs", "nav.request": "Request", "nav.details": "Details", "nav.tags": "Tags",
  "event.stack": "Stack trace", "event.noStack": "This exception came without a stack trace.", "event.causedBy": "caused by", "event.unnamed": "Error", "event.thrownIn": { one: "thrown in {where}, {n} frame", other: "thrown in {where}, {n} frames" },
  "event.unhandled": "unhandled", "event.unhandled.hint": "No code caught it", "event.scrubbed": "Taken out before it was stored",
  "event.problems": { one: "{n} part of this event could not be used", other: "{n} parts of this event could not be used" },
  "event.breadcrumbs": "Breadcrumbs", "event.request": "Request", "event.where": "Where it happened", "event.details": "Details", "event.threads": "Threads",
  "frame.inApp": "in app", "frame.noSource": "No source lines came with this frame.", "frame.vars": "Variables", "frame.minified": "minified at {where}", "frame.showMinified": "Show as it ran", "frame.hideMinified": "Hide as it ran", "frame.map": "source map", "frame.stillMinified": "minified", "frame.whyMinified": "Why this frame has no source", "frame.mend": "What mends it", "frame.more": { one: "{n} more frame", other: "{n} more frames" }, "frame.omitted": { one: "The SDK left out {n} frame.", other: "The SDK left out {n} frames." }, "frame.asItRan": "As it ran", "frame.readable": "Readable", "frame.which": "Which frames",
  "frame.app": "In app {n}", "frame.all": "All {n}", "frame.raw": "Text", "frame.hidden": { one: "{n} frame of others’ code hidden", other: "{n} frames of others’ code hidden" },
  "crumb.all": "All {n}", "crumb.log": "Logs", "crumb.query": "Queries", "crumb.http": "HTTP", "crumb.ui": "Clicks", "crumb.nav": "Navigation", "crumb.filter": "Kind of breadcrumb",
  "crumb.last": "last {n} of {total}", "crumb.earlier": { one: "Show {n} earlier", other: "Show {n} earlier" }, "crumb.this": "this event",
  "request.copy": "Copy as curl", "request.parts": "Parts of the request", "request.headers": "Headers {n}", "request.query": "Query {n}", "request.cookies": "Cookies {n}", "request.body": "Body",
  "crumb.other": "Other", "crumb.search": "Search breadcrumbs", "crumb.level": "Level of breadcrumbs", "crumb.anyLevel": "Any level", "crumb.absolute": "Show the time of day", "crumb.relative": "Show the time before the event", "crumb.nothing": "No breadcrumb fits.",
  "level.fatal": "Fatal", "level.error": "Error", "level.warning": "Warning", "level.info": "Info", "level.debug": "Debug",
  "request.env": "Environment {n}", "event.report": "What the user said", "report.nobody": "Somebody", "event.files": "Attachments", "event.group": "group", "event.member": "within", "event.moreExceptions": { one: "{n} more exception", other: "{n} more exceptions" }, "copy.text": "Copy",
  "file.show": "Preview", "file.hide": "Hide", "file.download": "Download {name}", "file.picture": "Attached picture {name}", "file.noPreview": "This file can only be downloaded.", "file.cut": "The first {n} of {total}; download it for all.",
  "native.package": "image", "native.address": "address", "native.symbolAddress": "symbol at", "native.trust": "found by", "native.symbol": "symbol", "native.registers": { one: "{n} register", other: "{n} registers" },
  "meta.removed": "removed", "meta.replaced": "replaced", "meta.masked": "masked", "meta.pseudonym": "made a pseudonym", "meta.encrypted": "encrypted", "meta.annotated": "marked", "meta.changed": "changed", "meta.rule": "{what} by the rule {rule} before it was stored", "meta.cut": "cut from {total} to {n}", "meta.fault": "could not be read: {fault}", "meta.chip": "by {rule}", "meta.trimmed": "cut", "meta.faulty": "unreadable",
  "where.user": "User:", "where.browser": "Browser:", "where.os": "System:", "where.device": "Device:", "where.runtime": "Runtime:", "where.app": "App:", "where.gpu": "Graphics:",
  "thread.pick": "Choose a thread", "thread.none": "no stack", "details.images": "Loaded images", "value.whole": "all {n} characters",
  "thread.crashed": "crashed", "thread.current": "current", "thread.n": "Thread {id}",
  "details.tags": "Tags", "details.user": "User", "details.extra": "Extra", "details.packages": "Packages", "details.sdk": "SDK", "details.search": "Search in details", "details.nothing": "Nothing here matches.",
  "value.items": { one: "{n} item", other: "{n} items" }, "value.keys": { one: "{n} key", other: "{n} keys" }, "value.more": "{n} more",
  "json.search": "Search in this event", "json.label": "The event as it is stored", "json.download": "Download", "json.lines": { one: "{n} line", other: "{n} lines" }, "json.cut": "The first {n} of {total} lines; download it for all.",
} as const;
