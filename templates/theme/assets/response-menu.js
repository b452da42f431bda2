// The response menu: which measures the answers open, and which conditions keep the others closed. The conditions come
// as data (data/response-menu.js) and are read by conditions.js. The answers are kept in the part of the address after
// #menu?, so that a result can be kept or sent; nothing leaves the reader's machine.
(() => {
  "use strict";

  const { evaluate, allOf, menu } = globalThis.normbook;
  const STATES = [
    [true, "open", "Open", "in-force"],
    [null, "unknown", "Not known", "due"],
    [false, "closed", "Not open", "planned"],
  ];

  // The standing of every measure: value, and per condition its text with the verdict; none for matters of judgement.
  const standings = (facts) =>
    menu.measures.map((measure) => {
      const conditions = measure.conditions.map(({ text, tree }) => ({
        text,
        verdict: tree ? evaluate(tree, facts, menu.scales, menu.words) : null,
      }));
      const { value } = allOf(conditions.filter((one) => one.verdict).map((one) => one.verdict));
      return { measure, value, conditions };
    });
  globalThis.normbook.standings = standings;

  const form = document.getElementById("menu");
  if (!form) return;
  const status = document.getElementById("menu-count");
  const results = document.getElementById("menu-results");

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const capital = (text) => text[0].toUpperCase() + text.slice(1);

  const chosen = () => [...new FormData(form)].filter(([, value]) => value);

  const factsOf = (pairs) => {
    const facts = {};
    for (const [name, value] of pairs) {
      if (form.querySelector(`input[type="checkbox"][name="${name}"]`)) (facts[name] ??= []).push(value);
      else facts[name] = value === "yes" ? true : value === "no" ? false : value;
    }
    return facts;
  };

  const listed = (conditions, className) => {
    const list = element("ul", "", className);
    for (const { text, verdict } of conditions) {
      const item = list.appendChild(element("li", text));
      for (const reason of verdict ? verdict.reasons : []) item.append(element("span", `${capital(reason)}.`, "nb-why"));
    }
    return list;
  };

  const shown = ({ measure, value, conditions }) => {
    const item = element("li");
    const head = item.appendChild(element("h4", "", "nb-result__head"));
    head.append(Object.assign(element("a", measure.name), { href: `${form.dataset.base}${measure.id}/` }));
    head.append(element("span", `rung ${measure.rung}`, "nb-small"));
    const why = conditions.filter((one) => one.verdict && one.verdict.value === value);
    const open = conditions.filter((one) => one.verdict && one.verdict.value === null);
    if (value !== true) item.append(listed(why, "nb-whys"));
    if (value === false && open.length) item.append(element("p", `Not known besides: ${open.length} of its conditions.`, "nb-small"));
    const judged = conditions.filter((one) => !one.verdict);
    if (value === true && judged.length) {
      item.append(element("p", "Left to judgement:", "nb-small"), listed(judged, "nb-whys"));
    }
    return item;
  };

  const update = (remember) => {
    const pairs = chosen();
    const found = standings(factsOf(pairs));
    const counts = STATES.map(([value]) => found.filter((one) => one.value === value).length);
    status.textContent =
      `${counts[0]} of ${found.length} measures are open, ${counts[1]} not known, ${counts[2]} not open.`;
    const isOpen = new Map([...results.querySelectorAll("details")].map((one) => [one.dataset.state, one.open]));
    results.replaceChildren(
      ...STATES.map(([value, state, label, badge], at) => {
        const group = Object.assign(element("details"), { open: isOpen.get(state) ?? true });
        group.dataset.state = state;
        const summary = group.appendChild(element("summary", "", `nb-result nb-result--${state}`));
        summary.append(element("span", label, `nb-badge nb-badge--${badge}`), ` ${counts[at]} of ${found.length}`);
        const list = group.appendChild(element("ul", "", "nb-results"));
        list.append(...found.filter((one) => one.value === value).map(shown));
        if (!counts[at]) group.append(element("p", "None on these answers.", "nb-small"));
        return group;
      }),
    );
    if (!remember) return;
    const query = new URLSearchParams(pairs).toString();
    history.replaceState(null, "", query ? `#menu?${query}` : location.pathname + location.search);
  };

  const restore = () => {
    const [name, query] = location.hash.slice(1).split("?");
    const state = new URLSearchParams(name === "menu" ? query || "" : "");
    for (const field of form.elements) {
      if (!field.name) continue;
      const values = state.getAll(field.name);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.type === "radio") field.checked = field.value === (["yes", "no"].includes(values[0]) ? values[0] : "");
      else field.value = [...field.options].some((option) => option.value === values[0]) ? values[0] : "";
    }
    update(false);
    if (name === "menu" && query) form.scrollIntoView();
  };

  form.addEventListener("input", () => update(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => update(true)));
  addEventListener("hashchange", () => location.hash.startsWith("#menu?") && restore());
  for (const hidden of document.querySelectorAll("[data-menu-on]")) hidden.hidden = false;
  for (const without of document.querySelectorAll("[data-menu-off]")) without.hidden = true;
  restore();
})();
