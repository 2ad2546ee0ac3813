// What the server made of the failures that a real SDK sent.

/** The project's issues, once all events that were sent are counted. */
export const told = (server, project, events) => server.until(`${events} events`, async () => {
  const list = await server.issues(project);
  return list.reduce((sum, issue) => sum + Number(issue.count), 0) === events ? list : null;
});

/** Frames of the exception thrown last in an issue's newest event. */
export async function lastFrames(server, issue) {
  const event = await server.api(`/organizations/acme/issues/${issue.id}/events/latest/`);
  return event.entries.find(entry => entry.type === 'exception').data.values.at(-1).stacktrace.frames;
}
