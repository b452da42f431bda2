// The map of States by keyboard: one stop for Tab, arrow keys from field to field, letters for names. Without this script every State is a link of its own.
(() => {
  "use strict";

  const map = document.querySelector("svg.nb-map[role=group]");
  if (!map) return;
  const region = map.parentElement;
  const said = document.querySelector(".nb-map-said");
  const nameOf = (link) => link.querySelector("title").textContent;
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const places = [...map.querySelectorAll("a")].map((link) => {
    const [, x, y] = link.querySelector("path").getAttribute("d").match(/M(\d+) (\d+)h\d+v\d+h-\d+z$/).map(Number);
    return { link, x, y, name: folded(nameOf(link)) };
  });
  const inOrder = [...places].sort((a, b) => a.name.localeCompare(b.name));
  let here = [...places].sort((a, b) => a.y - b.y || a.x - b.x)[0];

  const tell = (link) => { said.textContent = link ? nameOf(link) : "\u00a0"; };
  const stop = (place) => {
    here.link.setAttribute("tabindex", "-1");
    here = place;
    here.link.setAttribute("tabindex", "0");
  };
  const go = (place) => {
    if (!place) return;
    stop(place);
    // A link reaches from its outline to its field; the field is what must be in sight, also where both do not fit.
    place.link.focus({ preventScroll: true });
    const half = map.getBoundingClientRect().width / map.viewBox.baseVal.width;
    region.scrollLeft = place.x * half - region.clientWidth / 2;
    const top = map.getBoundingClientRect().top + place.y * half;
    if (top < 120 || top > innerHeight - 60) scrollBy(0, top - innerHeight / 2);
  };

  // The nearest field in a direction: first along the row, and between rows the one that lies least to the side.
  const beside = (sign) => places.filter((to) => to.y === here.y && (to.x - here.x) * sign > 0)
    .sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x))[0];
  const beyond = (sign) => {
    const cost = (to) => Math.abs(to.y - here.y) + 4 * Math.abs(to.x - here.x);
    return places.filter((to) => (to.y - here.y) * sign > 0).sort((a, b) => cost(a) - cost(b))[0];
  };
  const moves = {
    ArrowRight: () => beside(1), ArrowLeft: () => beside(-1), ArrowDown: () => beyond(1), ArrowUp: () => beyond(-1),
    Home: () => inOrder[0], End: () => inOrder[inOrder.length - 1],
  };

  let typed = "", last = 0;
  const named = (letter, now) => {
    typed = now - last > 900 ? letter : typed + letter;
    last = now;
    const start = inOrder.indexOf(here);
    const turned = typed.length > 1 ? inOrder : [...inOrder.slice(start + 1), ...inOrder.slice(0, start + 1)];
    return turned.find((place) => place.name.startsWith(typed));
  };

  for (const place of places) place.link.setAttribute("tabindex", place === here ? "0" : "-1");
  map.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    if (!move && !/^\p{L}$/u.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // letters are shortcuts of the theme elsewhere on the page
    go(move ? move() : named(folded(event.key), event.timeStamp));
  });
  // Not on the map itself: a drawing that listens for focus becomes a stop of its own in Chromium.
  region.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    const place = places.find((each) => each.link === link);
    if (place) stop(place);
    tell(link);
  });
  region.addEventListener("focusout", () => tell(null));
  map.addEventListener("pointerover", (event) => tell(event.target.closest("a")));
  map.addEventListener("pointerleave", () => tell(null));
  for (const each of document.querySelectorAll("[data-mapped]")) each.hidden = false;
})();
