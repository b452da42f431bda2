// Filters for tables and lists; what a drawing shows of a row that is left out turns pale. Nothing on the site needs this script: without it every row is shown and the bar stays hidden.
(() => {
  "use strict";

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The part of the address after #ID? holds the state of the filter for ID, so that a selection can be linked to.
  const remembered = (id) => {
    const [name, query] = decodeURI(location.hash.slice(1)).split("?");
    return new URLSearchParams(name === id ? query || "" : "");
  };

  const rowsOf = (target) =>
    [...(target.tBodies ? target.querySelectorAll(":scope > tbody > tr") : target.children)];

  const setUp = (form) => {
    const target = document.getElementById(form.dataset.table);
    if (!target) return;
    const rows = rowsOf(target).filter((row) => !row.classList.contains("nb-group"));
    const groups = rowsOf(target).filter((row) => row.classList.contains("nb-group"));
    const drawn = new Map(rows.map((row) => [row, row.dataset.of ? document.querySelectorAll(`svg [data-of="${row.dataset.of}"]`) : []]));
    const texts = new Map();
    const controls = [...form.elements].filter((field) => field.name);
    const count = document.createElement("output");
    count.setAttribute("aria-live", "polite");
    const reset = document.createElement("button");
    reset.type = "reset";
    reset.textContent = "Show all";
    form.append(reset, count);
    // Where a form says so, what it leaves can be set side by side; a row is known there by the folder its name leads to.
    const beside = form.dataset.compare ? document.createElement("a") : null;
    if (beside) {
      beside.textContent = "Set these side by side";
      reset.after(beside);
    }

    const value = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.trim());
    const textOf = (row) => {
      if (!texts.has(row)) texts.set(row, folded(row.textContent));
      return texts.get(row);
    };
    // A row says what it is in attributes of its own or of its group, or in the first words of a cell that the filter names.
    const keeps = (row, [name, wanted, cell]) => {
      if (name === "q") return folded(wanted).split(/\s+/).every((word) => textOf(row).includes(word));
      if (cell) return row.cells[cell].firstChild.textContent.trim() === wanted;
      const marked = row.closest(`[data-${name}]`);
      return Boolean(marked) && marked.getAttribute(`data-${name}`).split(/\s+/).includes(wanted);
    };

    const apply = (remember) => {
      const chosen = controls.map((field) => [field.name, value(field), field.dataset.cell]).filter(([, wanted]) => wanted);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !chosen.every((one) => keeps(row, one));
        shown += !row.hidden;
        for (const shape of drawn.get(row)) shape.classList.toggle("nb-dim", row.hidden);
      }
      for (const group of groups) {
        let next = group.nextElementSibling;
        while (next && next.hidden && !next.classList.contains("nb-group")) next = next.nextElementSibling;
        group.hidden = !next || next.classList.contains("nb-group");
      }
      count.textContent = shown === rows.length ? `${shown} entries` : `${shown} of ${rows.length} entries`;
      reset.hidden = !chosen.length;
      if (beside) {
        const left = rows.filter((row) => !row.hidden).map((row) => row.querySelector("a").getAttribute("href").replace(/(index\.html)?$/, "").split("/").at(-2));
        beside.hidden = !chosen.length || !left.length;
        beside.href = `${form.dataset.compare}#compared?s=${left.join(",")}`;
      }
      if (remember) {
        const query = new URLSearchParams(chosen.map((one) => one.slice(0, 2))).toString();
        history.replaceState(null, "", query ? `#${target.id}?${query}` : location.pathname + location.search);
      }
    };

    const restore = () => {
      const state = remembered(target.id);
      for (const field of controls) {
        if (field.type === "checkbox") field.checked = state.getAll(field.name).includes(field.value);
        else field.value = state.get(field.name) || "";
      }
      apply(false);
    };

    form.addEventListener("input", () => apply(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => apply(true)));
    addEventListener("hashchange", () => location.hash.includes("?") && restore());
    restore();
    form.hidden = false;
    if (location.hash.startsWith(`#${target.id}?`)) target.scrollIntoView();
  };

  document.querySelectorAll("form.nb-filter").forEach(setUp);

  // A table or drawing that fits its place is no stop for the keyboard, which would jump to the middle of it.
  const fitting = new ResizeObserver((places) => {
    for (const { target } of places) target.tabIndex = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight ? 0 : -1;
  });
  document.querySelectorAll(":is(.nb-tablewrap, .nb-scroll)[tabindex]").forEach((place) => fitting.observe(place));

  // The explanation of a term that has the keyboard's focus goes away with Escape and comes back with the next focus.
  document.addEventListener("keydown", (event) => {
    const term = document.activeElement;
    if (event.key === "Escape" && term && term.classList.contains("nb-term")) term.classList.add("nb-quiet");
  });
  document.addEventListener("focusout", (event) => event.target.classList && event.target.classList.remove("nb-quiet"));

  // The header's switches are labels of hidden checkboxes: Enter and Space work as on a button, and their state is told.
  for (const button of document.querySelectorAll("label.md-header__button > .nb-press")) {
    const box = document.getElementById(button.parentElement.htmlFor);
    const tell = () => button.setAttribute("aria-expanded", String(box.checked));
    box.addEventListener("change", tell);
    button.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      button.click();
    });
    tell();
  }

  // On a narrow screen the navigation is a drawer of levels: their titles lead back, by keyboard too, and Escape closes it.
  const drawer = document.getElementById("__drawer");
  const opener = document.querySelector("label[for=__drawer] > .nb-press");
  for (const title of document.querySelectorAll(".md-nav--primary .md-nav .md-nav__title[for]")) title.tabIndex = 0;
  if (opener) opener.addEventListener("keyup", (event) => {
    if (!drawer.checked || (event.key !== " " && event.key !== "Enter")) return;
    const within = [...document.querySelectorAll(".md-nav--primary :is(a, label[tabindex])")];
    const first = within.find((each) => each.checkVisibility({ visibilityProperty: true }));
    if (first) first.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener || !drawer.checked) return;
    drawer.click();
    opener.focus();
  });
})();
