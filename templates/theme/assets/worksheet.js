// The worksheet of attribution: which rules of use the answers keep, and the confidence statement that they yield. The
// rules come as data (data/attribution-worksheet.js), are read by conditions.js, and give what normbook/attribution.py
// gives: a test compares the two. What is entered stays on the page and is kept nowhere.
(() => {
  "use strict";

  const { evaluate, worksheet: sheet } = globalThis.normbook;

  const joined = (pairs, keep) => pairs.filter(([code]) => keep(code)).map(([, label]) => label).join("; ") || "none";
  const labelOf = (name, code) => (sheet.lists[name].find((pair) => pair[0] === code) || [])[1];

  // `facts`: codes and yes or no by name; `entries`: words by name; `classes`, `markings`: codes in use.
  const outcome = ({ facts, entries, classes, markings }) => {
    const known = { ...facts };
    for (const [name, words] of Object.entries(entries)) if (words.trim()) known[name] = true;
    if (markings.length) known.strictest = true;
    const verdict = (tree) => evaluate(tree, known, sheet.scales, sheet.words);
    const carried = sheet.levels.filter((level) => verdict(level.tree).value === true);
    const ceiling = carried.length ? carried[carried.length - 1].level : sheet.scales["confidence-state"][0];

    const kind = (name) => {
      const scale = sheet.scales[name];
      return scale.slice(2).includes(facts[name]) ? 1 : facts[name] === scale[0] ? -1 : 0;
    };
    const marks = sheet.markings.filter(([code]) => markings.includes(code));
    const filled = {
      supporting: joined(sheet.witnesses, (name) => kind(name) === 1),
      against: joined(sheet.witnesses, (name) => kind(name) === -1),
      open: joined(sheet.witnesses, (name) => kind(name) === 0),
      classes: joined(sheet.classes, (code) => classes.includes(code)),
      strictest: marks.length ? marks[marks.length - 1][1] : "none",
      ceiling: labelOf("confidence-state", ceiling),
    };
    for (const [name, blank] of Object.entries(sheet.blanks)) {
      filled[name] = (sheet.lists[name] ? labelOf(name, facts[name]) : (entries[name] || "").trim()) || blank;
    }
    const said = ({ tree, text, otherwise }) =>
      (!tree.op || verdict(tree).value === true ? text : otherwise).replace(/<([a-z0-9_-]+)>/g, (_, name) => filled[name]);
    return {
      rules: sheet.rules.map(({ id, tree }) => ({ id, ...verdict(tree) })),
      ceiling,
      statement: sheet.sentences.map(said).filter(Boolean),
    };
  };
  globalThis.normbook.outcome = outcome;

  const form = document.getElementById("worksheet");
  if (!form) return;
  const STATES = new Map([[true, ["kept", "in-force"]], [null, ["not known", "due"]], [false, ["not kept", "overdue"]]]);

  const answers = () => {
    const found = { facts: {}, entries: {}, classes: [], markings: [] };
    for (const field of form.elements) {
      if (!field.name || !field.value || (field.type === "radio" && !field.checked)) continue;
      const { kind } = field.dataset;
      if (kind === "fact") found.facts[field.name] = { yes: true, no: false }[field.value] ?? field.value;
      else if (kind === "entry") found.entries[field.name] = field.value;
      else if (kind) found[kind].push(field.value);
    }
    return found;
  };

  const update = () => {
    const { rules, ceiling, statement } = outcome(answers());
    const counts = { kept: 0, "not known": 0, "not kept": 0 };
    for (const { id, value, reasons } of rules) {
      const row = document.getElementById(`check-${id}`);
      const [words, badge] = STATES.get(value);
      counts[words] += 1;
      const mark = row.querySelector(".nb-badge");
      mark.textContent = words;
      mark.className = `nb-badge nb-badge--${badge}`;
      const said = reasons.map((reason) => `${reason[0].toUpperCase()}${reason.slice(1)}.`);
      row.querySelector(".nb-why").textContent = value === true ? "" : said.join(" ");
    }
    const parts = Object.entries(counts).map(([words, count]) => `${count} ${words}`).join(", ");
    const level = labelOf("confidence-state", ceiling);
    document.getElementById("worksheet-count").textContent =
      `Rules that can be tested: ${parts}. Highest level that the answers carry: ${level}.`;
    const said = document.getElementById("worksheet-statement");
    said.replaceChildren(...statement.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  };

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  for (const hidden of document.querySelectorAll("[data-worksheet-on]")) hidden.hidden = false;
  for (const without of document.querySelectorAll("[data-worksheet-off]")) without.hidden = true;
  update();
})();
