// Find every occurrence of calendars as node-ical does: each line that comes in is [FILE, FROM, TO] (UTC, ISO 8601).
import ical from "node-ical";
import { answer } from "./answer.js";

answer((file, from, to) => {
  // Overrides are looked for where they were planned, so the search goes further than what is asked for.
  const margin = 14 * 86400e3;
  const window = { from: new Date(new Date(from) - margin), to: new Date(+new Date(to) + margin) };
  const found = [];
  for (const event of Object.values(ical.sync.parseFile(file))) {
    if (event.type !== "VEVENT") continue;
    const instances = event.rrule ? ical.expandRecurringEvent(event, window) : [{ start: event.start, end: event.end, event }];
    for (const { start, end, event: told } of instances) {
      found.push({ start: start.toISOString(), end: end.toISOString(), status: told.status });
    }
  }
  const asked = found.filter(({ start }) => start >= from && start < to);
  return asked.sort((a, b) => (a.start < b.start ? -1 : 1));
});
