/** The scopes that can be granted, by what they are about. */
export const scopeGroups: ReadonlyArray<readonly [subject: string, scopes: readonly string[]]> = [
  ["org", ["org:read", "org:write", "org:admin", "org:ci", "org:integrations"]],
  ["project", ["project:read", "project:write", "project:admin", "project:releases"]],
  ["team", ["team:read", "team:write", "team:admin"]],
  ["member", ["member:read", "member:write", "member:admin"]],
  ["event", ["event:read", "event:write", "event:admin"]],
  ["alerts", ["alerts:read", "alerts:write"]],
  ["monitor", ["monitor:read", "monitor:write", "monitor:admin"]],
];

export const usual_scopes = ["project:releases", "org:read"] as const;
export const organization_scopes = ["org:ci"] as const;
