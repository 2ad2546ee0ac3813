/** Explore: tables and charts over events. */
export const explore = {
  "explore": "Explore", "explore.mode": "What rows are", "explore.groups": "Groups", "explore.events": "Events", "explore.by": "Group by", "explore.show": "Show", "explore.columns": "Columns",
  "explore.add": "Add: {what}", "explore.addShort": "Add", "explore.remove": "Remove {name}", "explore.results": "Results", "explore.open": "Open", "explore.event": "Open event {id}", "explore.drill": "Show the events of {query}",
  "explore.chart": "Over time", "explore.draw": "Draw", "explore.over": "{name} over time", "explore.others": "all others", "explore.all": "all events", "explore.none": "none",
  "explore.csv": "CSV", "explore.more": "Show more", "explore.nothing": "No event matches", "explore.nothingHint": "Look at a longer period, other projects, or a wider query.", "explore.clear": "Clear the query",
} as const;
