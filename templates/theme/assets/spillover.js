// The method of generator/normbook/spillover (a test compares them), and the controls of its page.
(() => {
"use strict";

const LEVELS = ["none", "limited", "serious", "grave"];
const CHANNELS = ["supply", "price"];

// A link is [on, sector, supply, price, minutes], a hit [sector, supply, price], levels are ranks; a place is written
// "sector channel". A lack causes lacks and rises of price, a rise of price only the latter.
const passes = (link, channel) => link[2 + CHANNELS.indexOf(channel)];
const does = (hit, channel) => hit[1 + CHANNELS.indexOf(channel)];
const shifted = (level, by) => (level ? Math.min(Math.max(level + by, 0), 3) : 0);

const place = (step) => `${step.sector} ${step.channel}`;
const end = (path) => path[path.length - 1];
const order = (one, other) => end(one).arrival - end(other).arrival || one.length - other.length
  || (one.map(place).join("\n") < other.map(place).join("\n") ? -1 : 1);

// The path by which an effect of at least a level arrives first, by its end; each step has the level that came so far.
const firstPaths = (leaning, hits, length, least) => {
  const best = new Map();
  const open = hits.flatMap((hit) => CHANNELS.filter((channel) => length > 0 && does(hit, channel) >= least)
    .map((channel) => [{ sector: hit[0], channel, level: does(hit, channel), arrival: 0 }]));
  while (open.length) {
    const path = open.sort(order).shift();
    const last = end(path);
    if (best.has(place(last))) continue;
    best.set(place(last), path);
    for (const link of leaning[last.sector]?.values() || []) {
      const arrival = last.arrival + (last.channel === "supply" ? link[4] : 0);
      for (const channel of last.channel === "supply" ? CHANNELS : ["price"])
        if (passes(link, channel) >= least && arrival < length)
          open.push([...path, { sector: link[1], channel, level: Math.min(last.level, passes(link, channel)), arrival }]);
    }
  }
  return best;
};

const spread = (links, hits, length) => {
  const [leaning, found] = [{}, new Map()];
  for (const link of links) (leaning[link[0]] ||= new Map()).set(link[1], link);
  for (const level of [3, 2, 1])
    for (const [at, path] of firstPaths(leaning, hits, length, level))
      if (!found.has(at)) found.set(at, { level, arrival: end(path).arrival, path });
  return found;
};

const assess = ({ links, hits, length, sectors }) => {
  const cases = [-1, 0, 1].map((by) => spread(
    links.map(([on, sector, s, p, minutes]) => [on, sector, shifted(s, by), shifted(p, by), minutes]),
    hits.map(([sector, s, p]) => [sector, shifted(s, by), shifted(p, by)]), length));
  const at = (place) => cases.map((found) => found.get(place) || { level: 0, arrival: 0, path: [] });
  return sectors.map((sector) => ({ sector, supply: at(`${sector} supply`), price: at(`${sector} price`) }));
};

const shown = (cases) => (cases[1].level ? cases[1] : cases[2]);
const gravest = (each, number) => Math.max(each.supply[number].level, each.price[number].level);
const first = (each) => Math.min(...CHANNELS.map((c) => shown(each[c])).map((e) => (e.level ? e.arrival : Infinity)));
const reached = (findings) => findings.filter((each) => gravest(each, 2))
  .sort((a, b) => gravest(b, 1) - gravest(a, 1) || gravest(b, 2) - gravest(a, 2) || first(a) - first(b));

const lasting = (minutes) => {
  const said = [[Math.floor(minutes / 1440), "day"], [Math.floor(minutes / 60) % 24, "hour"], [minutes % 60, "minute"]]
    .filter(([n]) => n).map(([n, unit]) => `${n} ${unit}${n > 1 ? "s" : ""}`);
  return said.join(", ").replace(/, (?=[^,]*$)/, " and ") || "0 hours";
};
const since = (minutes) => (minutes ? `after ${lasting(minutes)}` : "at once");

const why = (effect, names) => effect.path.map((step, number) => {
  const what = `${LEVELS[step.level]} ${step.channel === "supply" ? "lack" : "rise of price"}`;
  const last = effect.path[number - 1];
  if (!last) return `The measure itself: ${what} in ${names[step.sector]}.`;
  const waits = step.arrival - last.arrival;
  const bridged = last.channel === "price" ? "pays more without delay"
    : waits ? `does without for ${lasting(waits)}` : "cannot do without";
  return `${names[step.sector]} leans on ${names[last.sector]} and ${bridged}: ${what}, ${since(step.arrival)}.`;
}).join(" ");

globalThis.normbookSpillover = { assess, reached, why };

// The page: rows of two tables, each with a key and its values: ranks, and of a link minutes.
const $ = (id) => document.getElementById(id);
const form = $("spillover-form");
if (!form) return;
const data = JSON.parse(form.dataset.spillover);
const names = data.sectors;
const field = form.elements;
const [touched, links] = [$("touched").tBodies[0], $("links").tBodies[0]];
const own = new Map(data.links.map(([on, sector, ...values]) => [`${on} ${sector}`, values]));
const find = (body, key) => [...body.rows].find((row) => row.dataset.key === key);
const inputs = (row) => row.querySelectorAll("select, input");

const time = (number, unit) => Math.min(99999, Math.max(number.min, Math.floor(number.value) || 0)) * unit.value;
const setTime = (number, unit, minutes) => {
  unit.value = [1440, 60, 1].find((size) => minutes % size === 0);
  number.value = minutes / unit.value;
};
const values = (row) => {
  const [s, p, number, unit] = inputs(row);
  return [+s.value, +p.value, ...(number ? [time(number, unit)] : [])];
};
const set = (row, [supply, price, minutes]) => {
  const [s, p, number, unit] = inputs(row);
  [s.value, p.value] = [supply, price];
  if (number) setTime(number, unit, minutes);
};
const base = (row) => (row.parentNode === links ? own.get(row.dataset.key)
  : data.touches[field.measure.value]?.find(([sector]) => sector === row.dataset.key)?.slice(1) || [0, 0]);
const changed = (row) => String(base(row)) !== String(values(row));
const keyed = (row) => [...row.dataset.key.split(" "), ...values(row)];

const control = (row, key) => {
  const [on, sector] = key.split(" ");
  row.dataset.key = key;
  [row.cells[0].textContent, row.cells[1].textContent] = [names[sector], names[on]];
  [...$("spillover-controls").content.cloneNode(true).children].forEach((each, at) => row.cells[at + 2].replaceChildren(each));
  for (const each of inputs(row)) each.setAttribute("aria-label", `${names[sector]} leans on ${names[on]}: ${each.name}`);
};
const add = (key) => {
  const row = links.rows[0].cloneNode(true);
  control(row, key);
  row.cells[5].textContent = "Added by you.";
  links.append(row);
  set(row, [0, 0, 0]);
  return row;
};
const setTouches = () => [...touched.rows].forEach((row) => set(row, base(row)));
const reset = () => {
  for (const row of [...links.rows]) if (own.has(row.dataset.key)) set(row, base(row)); else row.remove();
  setTouches();
  setTime(field.lasts, field.unit, data.length);
};

const make = (tag, label, ...inside) => {
  const made = document.createElement(tag);
  if (label) made.dataset.label = label;
  made.append(...inside);
  return made;
};
const levels = (cases) => {
  const [lower, middle, upper] = cases.map((each) => LEVELS[each.level]);
  return lower === upper ? lower : make("span", "", `${lower} · `, make("strong", "", middle), ` · ${upper}`);
};
const paths = (each) => make("div", "", ...["Supply", "Price"].map((name, at) => [name, each[CHANNELS[at]]])
  .filter(([, cases]) => shown(cases).level).map(([name, cases]) => {
    const effect = shown(cases);
    const line = `${name}: ${effect.path.map((step) => names[step.sector]).join(" → ")}, ${since(effect.arrival)}`;
    return make("details", "", make("summary", "", line + (cases[1].level ? "" : " (upper case only)")), why(effect, names));
  }));

const draw = (findings) => {
  const used = {};
  for (const each of findings) {
    const sector = document.querySelector(`[data-sector="${each.sector}"]`);
    const hit = values(find(touched, each.sector)).some((level) => level);
    sector.setAttribute("class", `nb-sector nb-at-${gravest(each, 1)}${hit ? " nb-touched" : ""}`);
    sector.querySelector(".nb-rank").textContent = gravest(each, 1) || "";
    for (const { path } of [each.supply[1], each.price[1]])
      path.forEach((step, at) => {
        const pair = at && `${path[at - 1].sector} ${step.sector}`;
        if (at && !(used[pair]?.level >= step.level)) used[pair] = step;
      });
  }
  for (const arrow of document.querySelectorAll(".nb-lean")) {
    const { level, channel } = used[arrow.dataset.pair] || { level: 0 };
    arrow.setAttribute("class", `nb-lean nb-at-${level} nb-by-${channel}`);
  }
};

const show = () => {
  const length = time(field.lasts, field.unit);
  const findings = assess({ links: [...links.rows].map(keyed), hits: [...touched.rows].map(keyed), length, sectors: Object.keys(names) });
  const rows = reached(findings);
  $("follows").tBodies[0].replaceChildren(...rows.map((each) => {
    const head = make("th", "", names[each.sector]);
    head.scope = "row";
    return make("tr", "", head, make("td", "Supply", levels(each.supply)), make("td", "Price", levels(each.price)),
      make("td", "Path and time", paths(each)), make("td", "Effects", data.effects[each.sector].join(", ") || "none entered"));
  }));
  $("follows").hidden = !rows.length;
  const counts = [3, 2, 1].map((level) => `${rows.filter((each) => gravest(each, 1) === level).length} ${LEVELS[level]}`);
  const missed = findings.filter((each) => !gravest(each, 2)).map((each) => names[each.sector]);
  $("spillover-said").textContent = rows.length
    ? `Sectors reached within ${lasting(length)}: ${counts.join(", ")}. Not reached in any case: ${missed.join(", ") || "none"}.`
    : "Choose a measure, or enter what it does in a sector.";
  for (const row of [...touched.rows, ...links.rows]) row.classList.toggle("nb-yours", changed(row));
  draw(findings);
};

// The state stands in the address: measure, length in minutes, and the rows that were changed.
const remember = () => {
  show();
  const query = new URLSearchParams();
  if (field.measure.value) query.set("m", field.measure.value);
  const length = time(field.lasts, field.unit);
  if (length !== data.length) query.set("l", length);
  for (const [name, body] of [["t", touched], ["d", links]]) {
    const rows = [...body.rows].filter(changed).map((row) => keyed(row).join("."));
    if (rows.length) query.set(name, rows.join("*"));
  }
  history.replaceState(null, "", `${query}` ? `#run?${query}` : location.pathname + location.search);
};
const restore = () => {
  const [at, text] = location.hash.split("?");
  const query = new URLSearchParams(at === "#run" ? text : "");
  field.measure.value = query.get("m") in data.touches ? query.get("m") : "";
  reset();
  if (query.get("l") > 0) setTime(field.lasts, field.unit, +query.get("l"));
  for (const [name, body, keys] of [["t", touched, 1], ["d", links, 2]])
    for (const each of (query.get(name) || "").split("*").filter(Boolean)) {
      const [parts, key] = [each.split("."), each.split(".").slice(0, keys)];
      if (key.length === keys && key.every((code) => Object.hasOwn(names, code)) && key[0] !== key[1])
        set(find(body, key.join(" ")) || add(key.join(" ")), parts.slice(keys).map((n) => Math.floor(n) || 0));
    }
  show();
  if (text) $("run").scrollIntoView();
};

for (const row of links.rows) control(row, row.dataset.key);
form.addEventListener("input", (event) => {
  if (event.target === field.measure) setTouches();
  remember();
});
links.addEventListener("input", remember);
form.addEventListener("submit", (event) => event.preventDefault());
field.back.addEventListener("click", () => { reset(); remember(); });
field.print.addEventListener("click", () => print());
const adding = $("spillover-add");
adding.addEventListener("submit", (event) => {
  event.preventDefault();
  const [sector, on] = [adding.elements.sector.value, adding.elements.on.value];
  const wrong = sector === on || find(links, `${on} ${sector}`);
  adding.querySelector("output").textContent = wrong ? "Choose two sectors without a link." : "";
  if (wrong) return;
  inputs(add(`${on} ${sector}`))[0].focus();
  remember();
});
addEventListener("hashchange", () => location.hash.startsWith("#run?") && restore());
document.querySelectorAll("[data-scripted]").forEach((each) => { each.hidden = !each.hidden; });
restore();
})();
