/** Explore: tables and charts over events. */
export const explore = {
  "saved.title": "Saved queries", "saved.save": "Save query", "saved.hint": "everybody in the organisation sees it", "saved.none": "Nothing is saved yet. Ask something, then keep it here for everybody.", "saved.done": "{name} saved", "saved.deleted": "{name} deleted", "saved.replace": "Replace with what is shown", "saved.same": "Saved already as {name}", "saved.byToken": "a token",
  "explore": "Explore", "explore.mode": "What rows are", "explore.groups": "Groups", "explore.events": "Events", "explore.by": "Group by", "explore.show": "Show", "explore.columns": "Columns",
  "explore.add": "Add: {what}", "explore.addShort": "Add", "explore.remove": "Remove {name}", "explore.results": "Results", "explore.open": "Open", "explore.event": "Open event {id}", "explore.drill": "Show the events of {query}",
  "explore.chart": "Over time", "explore.draw": "Draw", "explore.over": "{name} over time", "explore.others": "all others", "explore.all": "all events", "explore.none": "none",
  "explore.csv": "CSV", "explore.more": "Show more", "explore.nothing": "No event matches", "explore.nothingHint": "Look at a longer period, other projects, or a wider query.", "explore.clear": "Clear the query",
} as const;
