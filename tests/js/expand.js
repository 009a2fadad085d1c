// Find every occurrence of calendars as ical.js does: each line that comes in is [FILE, FROM, TO] (UTC, ISO 8601).
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import { answer } from "./answer.js";

answer((file, from, to) => {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
  const masters = events.filter((event) => !event.isRecurrenceException());
  for (const exception of events.filter((event) => event.isRecurrenceException())) {
    masters.find((master) => master.uid === exception.uid)?.relateException(exception);
  }
  const found = [];
  for (const master of masters) {
    const occurrences = master.iterator();
    for (let next = occurrences.next(); next; next = occurrences.next()) {
      const { item, startDate, endDate } = master.getOccurrenceDetails(next);
      const [start, end] = [startDate.toJSDate().toISOString(), endDate.toJSDate().toISOString()];
      if (next.toJSDate() > new Date(new Date(to).getTime() + 14 * 86400e3)) break;
      if (start >= from && start < to) {
        found.push({ start, end, status: item.component.getFirstPropertyValue("status"), uid: item.uid });
      }
      if (!master.isRecurring()) break;
    }
  }
  return found.sort((a, b) => (a.start < b.start ? -1 : 1));
});
