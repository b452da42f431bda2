// The computation of time of generator/normbook/computation.py and deadlines.py (a test compares them), and the form of
// its page. Zones and holidays come as data made from the tables that Python reads; the browser's own are not asked.
// A wall clock is a number of milliseconds as if it were UTC; a moment is { utc, offset }, the offset in minutes.
(() => {
"use strict";

const [DAY, HOUR, MINUTE] = [86400000, 3600000, 60000];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const LISTED = 6;
const LONGEST_REST = 370;
const { timelines, zones, states, first: FIRST, last: LAST } = normbook.calculator;

const two = (number) => String(number).padStart(2, "0");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const midnight = (wall) => Math.floor(wall / DAY) * DAY;
const yearOf = (wall) => new Date(wall).getUTCFullYear();
const weekday = (wall) => (new Date(wall).getUTCDay() + 6) % 7; // Monday is 0
const clock = (wall) => {
  const day = new Date(wall);
  const seconds = day.getUTCSeconds();
  return `${two(day.getUTCHours())}:${two(day.getUTCMinutes())}${seconds ? `:${two(seconds)}` : ""}`;
};
const hours = (wall) => clock(wall).slice(0, 5);
const isoDate = (wall) => new Date(wall).toISOString().slice(0, 10);
const longDate = (wall) => {
  const day = new Date(wall);
  return `${DAYS[day.getUTCDay()]} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
};
const signed = (offset) => {
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};
const wallOf = (moment) => moment.utc + moment.offset * MINUTE;
const longMoment = (moment) => `${longDate(wallOf(moment))}, ${clock(wallOf(moment))} (UTC${signed(moment.offset)})`;

// A zone is [offset before the first change, [minutes since 1970 of each change], [offset after it]].
const offsetAt = ([before, changes, after], utc) => {
  let offset = before;
  for (let n = 0; n < changes.length && utc >= changes[n] * MINUTE; n += 1) offset = after[n];
  return offset;
};
const offsetOfWall = ([before, changes, after], wall, fold) => {
  let offset = before;
  for (let n = 0; n < changes.length; n += 1) {
    const turn = (fold ? Math.min : Math.max)(offset, after[n]);
    if (wall < (changes[n] + turn) * MINUTE) break;
    offset = after[n];
  }
  return offset;
};
const shownIn = (zone, utc) => ({ utc, offset: offsetAt(zone, utc) });
const later = (moment, passed, zone) => shownIn(zone, moment.utc + passed);

// The moment that a clock in the zone shows as `wall`, with a reason where the clocks skip or repeat it.
const resolve = (wall, zone, endOfDay) => {
  const [one, two_] = [offsetOfWall(zone, wall, 0), offsetOfWall(zone, wall, 1)];
  const first = { utc: wall - one * MINUTE, offset: one };
  if (one === two_) return [first, []];
  const real = shownIn(zone, first.utc);
  if (wallOf(real) !== wall)
    return [real, [`The clocks skip ${hours(wall)} on ${longDate(wall)}; the time moves forward by what they skip.`]];
  if (endOfDay)
    return [{ utc: wall - two_ * MINUTE, offset: two_ },
      [`The clocks show ${hours(wall)} twice on ${longDate(wall)}; the day ends with the second.`]];
  return [first, [`The clocks show ${hours(wall)} twice on ${longDate(wall)}; the first counts.`]];
};

const UNITS = ["year", "month", "week", "day", "hour", "minute"];
const period = (iso) => {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso);
  return Object.fromEntries(UNITS.map((unit, n) => [unit, Number(found[n + 1] || 0)]));
};
const words = (length, business) => {
  const parts = UNITS.filter((unit) => length[unit]).map((unit) => {
    const name = business && unit === "day" ? "working day" : unit;
    return `${length[unit]} ${name}${length[unit] === 1 ? "" : "s"}`;
  });
  const last = parts.pop();
  return parts.length ? `${parts.join(", ")} and ${last}` : last || "0 hours";
};

// The last day of a period after a day: months first, kept inside the month they reach, then days.
const addPeriod = (day, length) => {
  const start = new Date(day);
  const months = start.getUTCMonth() + 12 * length.year + length.month;
  const longest = new Date(Date.UTC(start.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const reached = Date.UTC(start.getUTCFullYear(), months, Math.min(start.getUTCDate(), longest));
  return reached + (7 * length.week + length.day) * DAY;
};
const clamped = (start, end, length) => {
  const number = new Date(start).getUTCDate();
  if (!(length.year || length.month) || length.day || new Date(end).getUTCDate() === number) return [];
  return [`The month has no day ${number}; its last day stands in.`];
};

// The working days of a State, or of none: its weekly rest, and public holidays where they are known.
class Holidays {
  constructor(iso2) {
    const state = states[iso2];
    this.iso2 = iso2;
    this.rest = state ? state.rest : [5, 6];
    this.note = state ? state.note : "";
    this.known = state ? normbook.calendars[iso2] : { years: {}, working: [] };
  }

  name(day) {
    const found = this.known.years[yearOf(day)]?.[isoDate(day).slice(5)];
    return found === undefined ? "" : this.known.names[found];
  }

  isWorking(day) {
    return !this.name(day) && (!this.rest.includes(weekday(day)) || this.known.working.includes(isoDate(day)));
  }

  whyNot(day) {
    const name = this.name(day);
    return [this.rest.includes(weekday(day)) ? "weekly rest" : "", name ? `public holiday: ${name}` : ""]
      .filter(Boolean).join(", ");
  }

  doubts(first, last) {
    const found = this.note ? [`On the weekly rest of ${this.iso2}: ${this.note}`] : [];
    if (!states[this.iso2])
      return [...found, "No State is named: only the weekly rest is counted, no public holidays."];
    const unknown = [];
    for (let year = yearOf(first); year <= yearOf(last); year += 1) if (!this.known.years[year]) unknown.push(year);
    if (unknown.length)
      found.push(`No public holidays of ${this.iso2} are known for ${unknown.join(", ")}: only the weekly rest is counted.`);
    for (let day = first; day <= last; day += DAY)
      if (this.name(day).toLowerCase().includes("estimated"))
        found.push(`${longDate(day)}, ${this.name(day)}: the date is an estimate and may move by a day.`);
    return found;
  }
}

const nextWorking = (day, holidays) => {
  const skipped = [];
  let found = day;
  while (!holidays.isWorking(found)) {
    skipped.push(found);
    if (skipped.length > LONGEST_REST) return [day, []];
    found = day + skipped.length * DAY;
  }
  return [found, skipped];
};
const countWorking = (day, count, holidays) => {
  const passed = [];
  let reached = day;
  for (let n = 0; n < count; n += 1) {
    const [next, skipped] = nextWorking(reached + DAY, holidays);
    passed.push(...skipped);
    reached = next;
  }
  return [reached, passed];
};
const listed = (skipped, holidays) => {
  const shown = skipped.slice(0, LISTED).map((day) => `${longDate(day)} (${holidays.whyNot(day) || "not a working day"})`);
  const more = skipped.length - shown.length;
  return shown.join("; ") + (more ? `; and ${more} more` : "");
};

const ending = (moment) => (wallOf(moment) % DAY === 0
  ? `It ends when ${longDate(wallOf(moment) - DAY)} is over, on ${longMoment(moment)}.`
  : `It ends on ${longMoment(moment)}.`);

// The beginning of the first hour that counts, and why.
const firstHour = (moment, zone, dated, fromLimit) => {
  const into = ((wallOf(moment) % HOUR) + HOUR) % HOUR;
  const spent = fromLimit && !into;
  const begins = spent ? moment : later(moment, HOUR - into, zone);
  const leftOut = `${hours(wallOf(later(begins, -HOUR, zone)))} to ${hours(wallOf(begins))}`.replace("to 00:00", "to 24:00");
  const run = `the hours run from ${hours(wallOf(begins))}`;
  if (spent) return [begins, `The limit before it ends with the hour from ${leftOut}, which is not left out again: ${run}.`];
  const event = fromLimit ? "The hour in which that falls" : "The hour of the event";
  return [begins, `${dated ? "The hour reached so far" : event}, ${leftOut}, is not counted: ${run}.`];
};

const byClock = (local, length, zone, notes, fromLimit) => {
  const reasons = [`${capital(words(length))} by the clock, from ${longMoment(local)}.`];
  let moment = local;
  const dated = { ...length, hour: 0, minute: 0 };
  const isDated = UNITS.some((unit) => dated[unit]);
  if (isDated) {
    const day = addPeriod(midnight(wallOf(local)), dated);
    reasons.push(...clamped(midnight(wallOf(local)), day, dated));
    const [found, why] = resolve(day + (wallOf(local) - midnight(wallOf(local))), zone, false);
    moment = found;
    reasons.push(...why);
  }
  if (length.hour || length.minute) {
    const before = moment;
    if (length.hour) {
      const [begins, why] = firstHour(moment, zone, isDated, fromLimit);
      moment = begins;
      reasons.push(why);
    }
    moment = later(moment, length.hour * HOUR + length.minute * MINUTE, zone);
    if (moment.offset !== before.offset)
      reasons.push("The clocks change in between; the hours that pass are counted, not those the clock shows.");
  }
  return { at: moment, reasons: [...reasons, ...notes, ending(moment)] };
};

const byDays = (local, length, calendar, holidays, zone, fromLimit) => {
  const business = calendar === "business";
  const reasons = [];
  let start = midnight(wallOf(local));
  if (fromLimit && wallOf(local) === start) {
    start -= DAY;
    reasons.push(`The limit before it ends at 00:00, with ${longDate(start)}.`);
  }
  reasons.push(`${capital(words(length, business))}, counted after ${longDate(start)}, that day not included.`);
  const dated = business ? { ...length, day: 0 } : length;
  let last = addPeriod(start, dated);
  let skipped;
  reasons.push(...clamped(start, last, dated));
  let doubted = last - DAY;
  if (business && length.day) {
    doubted = last;
    [last, skipped] = countWorking(last, length.day, holidays);
    if (skipped.length) reasons.push(`Not counted: ${listed(skipped, holidays)}.`);
  }
  [last, skipped] = nextWorking(last, holidays);
  if (skipped.length) reasons.push(`Moved to the next working day, over ${listed(skipped, holidays)}.`);
  if (!holidays.isWorking(last)) reasons.push("No working day follows within a year; the end is not moved.");
  const [at, why] = resolve(last + DAY - 1000, zone, true);
  return { at, reasons: [...reasons, ...why, ...holidays.doubts(doubted, last + DAY),
    `It ends with the end of the day, on ${longMoment(at)}.`] };
};

const due = (local, iso, calendar, holidays, zone, fromLimit) => {
  const length = period(iso);
  if (calendar === "clock") return byClock(local, length, zone, [], fromLimit);
  if (length.hour || length.minute)
    return byClock(local, length, zone, ["A limit that names hours is not moved over days of rest."], fromLimit);
  return byDays(local, length, calendar, holidays, zone, fromLimit);
};

// Every stage of a timeline for an event at a moment (milliseconds of UTC); `known` gives other events by name.
const deadlines = (timeline, start, iso2, zone, known = {}) => {
  const holidays = new Holidays(iso2);
  const moments = { ...known, [timeline.event]: start };
  const found = {};
  const origin = (stage) => {
    const name = stage.from;
    const at = moments[name] === undefined ? null : shownIn(zone, moments[name]);
    if (name === timeline.event) return { at, reason: `Counted from ${name}.` };
    const other = timeline.stages.find((each) => each.id === name)?.title;
    if (!other) return { at, reason: at ? `Counted from ${name}.` : `Counted from ${name}, not yet known.` };
    if (at) return { at, reason: `Counted from the stage “${other}”, done on ${longMoment(at)}.` };
    const before = found[name]?.due || null;
    if (!before)
      return { at: null, reason: `Counted from the stage “${other}”, whose moment is not yet known.` };
    const reason = `Counted from the deadline of the stage “${other}”, its latest lawful moment; earlier if done earlier.`;
    return { at: before, reason, isLimit: true };
  };
  for (const stage of timeline.stages) {
    const from = origin(stage);
    const made = { stage, due: null, reasons: [from.reason] };
    if (!stage.within) made.reasons.push(stage.words ? `No figure: ${stage.words}.` : "No figure.");
    else if (from.at) {
      const result = due(from.at, stage.within, stage.calendar, holidays, zone, from.isLimit);
      if (yearOf(wallOf(result.at)) > LAST)
        made.reasons.push(`This falls after ${LAST}, where the calendar of this page ends; the command “normbook deadlines” counts on.`);
      else Object.assign(made, { due: result.at, reasons: [from.reason, ...result.reasons] });
    }
    found[stage.id] = made;
  }
  return Object.values(found);
};
const limit = (start, iso, calendar, iso2, name, fromLimit) =>
  due(shownIn(zones[name], start), iso, calendar, new Holidays(iso2), zones[name], fromLimit);
Object.assign(normbook, { deadlines, limit, longMoment });

// The form.
const form = document.getElementById("calculator");
if (!form) return;
const table = document.getElementById("deadlines");
const said = document.getElementById("deadlines-said");
const save = document.getElementById("deadlines-save");
const loaded = {};
const load = (iso2) => (loaded[iso2] ??= new Promise((done, failed) => {
  const script = document.createElement("script");
  Object.assign(script, { src: `${form.dataset.calendars}${iso2.toLowerCase()}.js`, onload: done, onerror: failed });
  document.head.append(script);
}));
const field = (name) => form.elements[name];
const chosenZone = () => (field("zone").value || states[field("state").value]?.zone || "UTC");
const element = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
const utcWords = (moment) => `${isoDate(moment.utc)} ${clock(moment.utc)} UTC`;

const entered = (name) => {
  const value = field(name)?.value;
  return value ? resolve(Date.parse(`${value}${value.length === 16 ? ":00" : ""}Z`), zones[chosenZone()], false) : null;
};

const askKnown = () => {
  const timeline = timelines[field("timeline").value];
  const names = [...new Set(timeline.stages.map((stage) => stage.from))].filter((name) =>
    name !== timeline.event && !timeline.stages.some((stage) => stage.id === name));
  const box = document.getElementById("other-events");
  box.replaceChildren(...names.map((name) => {
    const label = element("label", `${normbook.calculator.events[name] || name}, if it has happened `);
    label.append(Object.assign(document.createElement("input"), { type: "datetime-local", name: `known-${name}` }));
    return label;
  }));
  document.getElementById("start-event").textContent = `: ${(normbook.calculator.events[timeline.event] || timeline.event).toLowerCase()}`;
};

const cell = (label, ...inside) => {
  const made = element("td");
  made.dataset.label = label;
  made.append(...inside);
  return made;
};
const row = ({ stage, due: at, reasons }) => {
  const made = element("tr");
  const head = element("th", stage.title);
  head.scope = "row";
  const why = element("ul");
  why.append(...reasons.map((reason) => element("li", reason)));
  const none = stage.within ? "no time yet" : "no figure";
  made.append(head, cell("Limit", stage.limit || stage.words || "no figure"), cell("Due, local time", at ? longMoment(at) : none),
    cell("Due, UTC", at ? utcWords(at) : ""), cell("Why", why));
  return made;
};

// RFC 5545: lines end in CRLF and have 75 octets at most; the same event has the same UID each time.
const folded = (line) => {
  const bytes = new TextEncoder();
  let [out, width] = ["", 0];
  for (const sign of line) {
    const size = bytes.encode(sign).length;
    if (width + size > 75) [out, width] = [`${out}\r\n `, 1];
    [out, width] = [out + sign, width + size];
  }
  return out;
};
const inText = (text) => text.replace(/([\\;,])/g, "\\$1").replace(/\n/g, "\\n");
const stamp = (utc) => new Date(utc).toISOString().replace(/[-:]|\.000/g, "");
const calendar = (timeline, start, iso2, found) => {
  const place = iso2 ? iso2.toLowerCase() : "no-state";
  const events = found.filter((each) => each.due).flatMap(({ stage, due: at, reasons }) => [
    "BEGIN:VEVENT", `UID:${timeline.id}.${stage.id}.${stamp(start)}.${place}@normbook`, `DTSTAMP:${stamp(start)}`,
    `LAST-MODIFIED:${stamp(start)}`, "SEQUENCE:0", "STATUS:CONFIRMED",
    `DTSTART:${stamp(at.utc)}`, `SUMMARY:${inText(`Due: ${stage.title} (${timeline.title})`)}`,
    `DESCRIPTION:${inText([`Local time: ${longMoment(at)}.`, ...reasons].join("\n"))}`, "TRANSP:TRANSPARENT", "END:VEVENT"]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Normbook//normbook//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    `X-WR-CALNAME:${inText(`${timeline.title}: deadlines`)}`,
    ...events, "END:VCALENDAR", ""].map(folded).join("\r\n");
};
let shownAddress = "";
const show = async () => {
  const timeline = timelines[field("timeline").value];
  const iso2 = field("state").value;
  const start = entered("from");
  if (!start) return;
  if (iso2) {
    try {
      await load(iso2);
    } catch {
      said.textContent = "The holidays of this State could not be loaded. Reload the page, or use the command “normbook deadlines”.";
      return;
    }
  }
  const known = Object.fromEntries([...form.elements].filter((each) => each.name.startsWith("known-") && each.value)
    .map((each) => [each.name.slice(6), entered(each.name)[0].utc]));
  const [moment, why] = start;
  if (yearOf(wallOf(moment)) < FIRST || yearOf(wallOf(moment)) > LAST) {
    said.textContent = `The calendar of this page runs from ${FIRST} to ${LAST}.`;
    table.hidden = true;
    return;
  }
  const found = deadlines(timeline, moment.utc, iso2, zones[states[iso2]?.zone || chosenZone()], known);
  table.hidden = false;
  table.querySelector("tbody").replaceChildren(...found.map(row));
  const next = found.filter((each) => each.due).sort((a, b) => a.due.utc - b.due.utc)[0];
  said.textContent = [`${timeline.title}, from ${longMoment(moment)}.`, ...why,
    next ? `First due: ${next.stage.title}, ${longMoment(next.due)}.` : ""].join(" ").trim();
  const file = new Blob([calendar(timeline, moment.utc, iso2, found)], { type: "text/calendar" });
  if (save.href) URL.revokeObjectURL(save.href);
  Object.assign(save, { href: URL.createObjectURL(file), download: `deadlines-${timeline.id}.ics`, hidden: !next });
  const answers = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  shownAddress = `#calc?${answers}`;
  history.replaceState(null, "", shownAddress);
};

const restore = () => {
  if (!location.hash.startsWith("#calc?") || location.hash === shownAddress) return;
  const answers = new URLSearchParams(location.hash.slice(6));
  for (const name of ["timeline", "state", "zone", "from"])
    if (answers.has(name) && field(name)) field(name).value = answers.get(name);
  askKnown();
  for (const [name, value] of answers) if (name.startsWith("known-") && field(name)) field(name).value = value;
  show();
};

for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = !each.hidden;
form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
form.addEventListener("change", (event) => {
  if (event.target.name === "timeline") askKnown();
  show();
});
window.addEventListener("hashchange", restore);
askKnown();
restore();
})();
