/** One's own account. */
export const account = {
  "account.title": "Your account", "account.you": "You", "account.manage": "Name, password, sessions, looks", "account.name.hint": "What others see on issues, comments and in lists.",
  "account.preferences": "How it looks", "account.preferences.hint": "kept with your account, on every device; the keys on this one",
  "prefs.zone": "Time zone", "prefs.zone.device": "As this device ({zone})",
  "password.title": "Password", "password.hint": "your other sessions end", "password.current": "Current password", "password.new": "New password", "password.do": "Change the password", "password.changed": "Password changed; other sessions have ended", "password.wrong": "This is not the password of your account.", "password.currentFirst": "Type the current password first",
  "sessions.title": "Where you are signed in", "sessions.hint": "a session ends by itself after 14 days", "sessions.unknown": "Unknown browser", "sessions.here": "this one", "sessions.seen": "Last seen", "sessions.began": "signed in",
  "sessions.end": "End", "sessions.endNamed": "End the session in {device}", "sessions.ended": "Session ended", "sessions.endOthers": "End all others", "sessions.othersEnded": "All other sessions have ended",
} as const;
