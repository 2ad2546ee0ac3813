/** What to do next: after the first event, and when the system is unwell. */
export const advice = {
  "project.find": "Platform or framework", "project.otherPlatform": "Other, by curl", "project.find.none": "Nothing by that name; “Other, by curl” works with everything that speaks HTTP.",
  "next.title": "Check list", "next.done": "{n} of {total} done", "next.project": "Make the project", "next.project.why": "A project keeps the issues of one service.", "next.first": "Send the first event", "next.first.why": "It shows that the DSN and the way here are right.", "next.maps": "Upload source maps", "next.maps.why": "Without them, minified code stays minified in stack traces.", "next.assign": "Give an issue to somebody", "next.assign.why": "What is somebody’s gets fixed.", "next.assign.do": "Issues of nobody", "next.release": "Name the release", "next.release.why": "Set release in the SDK, so that regressions are found.",
  "next.environment": "Name the environment", "next.environment.why": "Set environment, so that staging does not wake anybody.", "next.invite": "Invite somebody", "next.invite.why": "Issues can then be given to whoever knows the code.",
  "next.team": "Give the project a team", "next.team.why": "A team can be assigned, and knows what is its own.",
  "advice.title": "What to do", "advice.full": "The disk is down to its reserve of {bytes}: new events are refused. Free space on the volume or enlarge it; acceptance goes on by itself.",
  "advice.soon": { one: "The disk is full in about {n} day. Enlarge the volume, or keep events for fewer days.", other: "The disk is full in about {n} days. Enlarge the volume, or keep events for fewer days." },
  "advice.off": "The ledger differs by {n}. Run “bartizan doctor” and look into the server's log for errors of the committer.",
  "advice.queue": "{n} records wait. They are safe; if the number keeps growing, the machine is too slow for what comes: give it processors or a faster disk.",
  "advice.sync": "The last write to disk took {time}. SDKs wait so long for their answer: look for what else uses this disk.",
  "advice.limited": "Over their limit: {names}. Raise the limit under Keys, or find what sends so much.",
  "disk.left": { one: "Full in about {n} day, on {date}", other: "Full in about {n} days, on {date}" },
} as const;
