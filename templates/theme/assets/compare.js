// States side by side. Everything that is shown stands in data/compare.js; the choice is kept in the address, after #compared?s=.
(() => {
  "use strict";

  const data = globalThis.normbook && globalThis.normbook.compare;
  const form = document.getElementById("comparison");
  if (!data || !form) return;
  const wrap = document.getElementById("compared-wrap");
  const table = document.getElementById("compared-table");
  const none = document.getElementById("compared-none");
  const save = document.getElementById("compared-save");
  const said = document.getElementById("compared-said");
  const list = form.querySelector(".nb-chosen");
  const remove = form.querySelector("[type=reset]");
  const { state: one, all, differ } = form.elements;
  let chosen = [];

  const make = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const nameOf = (code) => data.states[code][0];
  const linesOf = (code, row) => data.states[code][1][row].map((number) => data.words[number]);
  const known = (codes) => [...new Set(codes.map((code) => code.trim().toLowerCase()))].filter((code) => Object.hasOwn(data.states, code));

  // Rows as they are shown: those that say the same of every State are left out on request.
  const rows = () => data.rows.map(([section, title, empty], number) => {
    const cells = chosen.map((code) => linesOf(code, number));
    return { section, title, empty, cells, same: new Set(cells.map((lines) => lines.join("\n"))).size < 2 };
  }).filter((row) => !(differ.checked && chosen.length > 1 && row.same));

  const cell = (row, lines, number) => {
    const made = make("td", lines.length ? "" : row.empty, lines.length ? {} : { class: "nb-small" });
    made.dataset.label = nameOf(chosen[number]);
    if (lines.length === 1) made.textContent = lines[0];
    if (lines.length > 1) {
      const points = make("ul");
      points.append(...lines.map((line) => make("li", line)));
      made.append(points);
    }
    return made;
  };

  const show = () => {
    const head = make("tr");
    head.append(make("th", "", { scope: "col" }));
    head.firstChild.append(make("span", "What is compared", { class: "nb-sr" }));
    for (const code of chosen) {
      const top = make("th", "", { scope: "col" });
      top.append(make("a", nameOf(code), { href: `${form.dataset.states}${code}/` }));
      head.append(top);
    }
    const body = [];
    let section = "";
    for (const row of rows()) {
      if (row.section !== section) {
        section = row.section;
        const group = make("tr", "", { class: "nb-group" });
        group.append(make("th", section, { scope: "rowgroup", colspan: chosen.length + 1 }));
        body.push(group);
      }
      const line = make("tr");
      line.append(make("th", row.title, { scope: "row" }), ...row.cells.map((lines, number) => cell(row, lines, number)));
      body.push(line);
    }
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...body);
    list.replaceChildren(...chosen.map((code) => {
      const item = make("li");
      item.append(make("button", nameOf(code), { type: "button", "data-code": code, "aria-label": `Remove ${nameOf(code)}` }));
      return item;
    }));
    wrap.hidden = save.parentElement.hidden = remove.hidden = !chosen.length;
    none.hidden = chosen.length > 1;
  };

  const keep = () => {
    const query = chosen.length ? `#compared?s=${chosen.join(",")}${differ.checked ? "&differ=1" : ""}` : location.pathname;
    history.replaceState(null, "", query);
  };
  const tell = (what) => { said.textContent = `${what} ${chosen.length === 1 ? "1 State" : `${chosen.length} States`} side by side.`.trim(); };
  const choose = (codes, what) => {
    chosen = known(codes);
    show();
    keep();
    tell(what);
  };

  // A cell that a spreadsheet would take for a formula is made plain text.
  const quoted = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const csv = () => [["Section", "Row", ...chosen.map(nameOf)], ...rows().map((row) => [row.section, row.title, ...row.cells.map((lines) => lines.join("; ") || row.empty)])]
    .map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!one.value) return tell("Choose a State first.");
    const name = nameOf(one.value);
    choose([...chosen, one.value], chosen.includes(one.value) ? `${name} is there already.` : `${name} added.`);
  });
  form.elements["add-all"].addEventListener("click", () => {
    if (!all.value) return tell("Choose a region or group first.");
    choose([...chosen, ...all.value.split(" ")], `${all.selectedOptions[0].textContent} added.`);
  });
  form.addEventListener("reset", () => setTimeout(() => {
    choose([], "All removed.");
    one.focus();
  }));
  differ.addEventListener("change", () => choose(chosen, differ.checked ? "Rows that say the same of all are hidden." : "All rows are shown."));
  list.addEventListener("click", (event) => {
    const code = event.target.dataset.code;
    if (!code) return;
    const place = chosen.indexOf(code);
    choose(chosen.filter((each) => each !== code), `${nameOf(code)} removed.`);
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(place, buttons.length - 1)] || one).focus();
  });
  save.addEventListener("click", () => {
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(new Blob(["\ufeff", csv()], { type: "text/csv" }));
  });

  // The choice stands after the sign #, which a browser sends to nobody; a link with ?s= works as well.
  const restore = () => {
    const hash = location.hash.slice(1).split("?");
    const state = new URLSearchParams(hash[0] === "compared" ? hash[1] || "" : "");
    differ.checked = state.get("differ") === "1";
    chosen = known((state.get("s") || new URLSearchParams(location.search).get("s") || "").split(","));
    show();
    if (chosen.length) tell("");
  };
  addEventListener("hashchange", () => location.hash.startsWith("#compared?") && restore());
  for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = each.localName === "p" && each.id !== "compared-none";
  restore();
})();
