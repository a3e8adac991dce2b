// The district chooser with a keyboard: its map opens, closes and gives the focus back.

import { all, idOf, one, setAttribute } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
let leaving = null;
let opening = null;

const openButton = (chooser) => one(".cc-open", chooser);
const isOpen = (chooser) => Boolean(one(".cc-panel", chooser)?.offsetParent);

/** What opens what; of a map's tiles one is reached with the Tab key, the others with arrows. */
export function nameChoosers() {
  all(".cc-chooser").forEach((chooser) => {
    const button = openButton(chooser);
    const panel = one(".cc-panel", chooser);
    if (!button || !panel) return;
    setAttribute(button, "aria-expanded", String(isOpen(chooser)));
    setAttribute(button, "aria-controls", idOf(panel));
  });
  all(".cc-tiles").forEach((map) => {
    const tiles = all(".cc-tile", map);
    const stop = tiles.find((tile) => tile === document.activeElement)
      ?? tiles.find((tile) => tile.classList.contains("cc-pressed")) ?? tiles[0];
    tiles.forEach((tile) => setAttribute(tile, "tabindex", tile === stop ? "0" : "-1"));
  });
  giveFocusBack();
}

/** What was focused is gone with the map: the button that opened it is next. */
function giveFocusBack() {
  if (!leaving || isOpen(leaving)) return;
  const button = openButton(leaving);
  leaving = null;
  if (document.activeElement === document.body || !document.activeElement) button?.focus();
}

function clicked(event) {
  const chooser = event.target.closest?.(".cc-chooser");
  if (!chooser) return;
  if (event.target.closest(".cc-panel")) leaving = chooser;
  else if (event.target.closest(".cc-open") && !isOpen(chooser)) {
    opening = chooser;
    focusSearch(20);
  }
}

/** Who opens the map with a keyboard wants to write a name first. */
function focusSearch(tries) {
  if (!opening || document.activeElement !== openButton(opening)) return;
  const search = one(".cc-panel input", opening);
  if (search?.offsetParent) search.focus({ preventScroll: true });
  else if (tries) setTimeout(focusSearch, 50, tries - 1);
}

function pressed(event) {
  const chooser = event.target.closest?.(".cc-chooser");
  if (!chooser) return;
  if (event.key === "Escape" && isOpen(chooser)) {
    opening = null;
    openButton(chooser).click();
    openButton(chooser).focus();
  }
  const tile = event.target.closest(".cc-tile");
  const step = STEPS[event.key];
  if (!tile || !step) return;
  event.preventDefault();
  const tiles = all(".cc-tile", tile.closest(".cc-tiles"));
  tiles[(tiles.indexOf(tile) + step + tiles.length) % tiles.length].focus();
}

export function listenToChoosers() {
  let byKeyboard = false;
  document.addEventListener("keydown", () => { byKeyboard = true; }, true);
  document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
  document.addEventListener("click", (event) => byKeyboard && clicked(event));
  document.addEventListener("click", (event) => {
    if (!byKeyboard && event.target.closest?.(".cc-panel")) leaving = event.target.closest(".cc-chooser");
  });
  document.addEventListener("keydown", pressed, true); // a text field keeps its keys to itself
}
