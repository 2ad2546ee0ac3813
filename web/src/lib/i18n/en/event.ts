/** One event: stack, breadcrumbs, request, details, JSON. */
export const event = {
  "nav.which": "Which event", "nav.latest": "Latest", "nav.recommended": "Richest", "nav.recommended.hint": "The event with the most context", "nav.first": "First", "nav.older": "Older event", "nav.newer": "Newer event", "nav.newerCame": "newer event",
  "nav.stack": "Stack", "nav.breadcrumbs": "Breadcrumbs", "nav.request": "Request", "nav.details": "Details", "nav.tags": "Tags",
  "event.stack": "Stack trace", "event.noStack": "This exception came without a stack trace.", "event.causedBy": "caused by", "event.unnamed": "Error", "event.thrownIn": { one: "thrown in {where}, {n} frame", other: "thrown in {where}, {n} frames" },
  "event.unhandled": "unhandled", "event.unhandled.hint": "No code caught it", "event.scrubbed": "Taken out before it was stored",
  "event.problems": { one: "{n} part of this event could not be used", other: "{n} parts of this event could not be used" },
  "event.breadcrumbs": "Breadcrumbs", "event.request": "Request", "event.where": "Where it happened", "event.details": "Details", "event.threads": "Threads",
  "frame.inApp": "in app", "frame.noSource": "No source lines came with this frame.", "frame.vars": "Variables", "frame.minified": "minified at {where}", "frame.which": "Which frames",
  "frame.app": "In app {n}", "frame.all": "All {n}", "frame.raw": "Text", "frame.hidden": { one: "{n} frame of others’ code hidden", other: "{n} frames of others’ code hidden" },
  "crumb.all": "All {n}", "crumb.log": "Logs", "crumb.query": "Queries", "crumb.http": "HTTP", "crumb.ui": "Clicks", "crumb.nav": "Navigation", "crumb.filter": "Kind of breadcrumb",
  "crumb.last": "last {n} of {total}", "crumb.earlier": { one: "Show {n} earlier", other: "Show {n} earlier" }, "crumb.this": "this event",
  "request.copy": "Copy as curl", "request.parts": "Parts of the request", "request.headers": "Headers {n}", "request.query": "Query {n}", "request.cookies": "Cookies {n}", "request.body": "Body",
  "thread.crashed": "crashed", "thread.current": "current", "thread.n": "Thread {id}",
  "details.tags": "Tags", "details.user": "User", "details.extra": "Extra", "details.packages": "Packages", "details.sdk": "SDK", "details.search": "Search in details", "details.nothing": "Nothing here matches.",
  "value.items": { one: "{n} item", other: "{n} items" }, "value.keys": { one: "{n} key", other: "{n} keys" }, "value.more": "{n} more",
  "json.search": "Search in this event", "json.label": "The event as it is stored", "json.download": "Download", "json.lines": { one: "{n} line", other: "{n} lines" }, "json.cut": "The first {n} of {total} lines; download it for all.",
} as const;
