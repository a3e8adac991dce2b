// The region, district and year: what an address asks for, or else what was seen last.

import { all, announce, one, recall, region, regionChoice, regionName, remember, setAttribute, texts, visit } from "./dom.js";

const REGION_KEY = "cuentas.region";
const SELECTION_KEY = `cuentas.seleccion.${region}`;
const SELECTION_NAMES = ["distrito", "anio"];
const asked = new URLSearchParams(location.search); // when the page arrived

const STORAGES = [() => window.sessionStorage, () => window.localStorage];

const seenLast = () => STORAGES.map((storage) => recall(REGION_KEY, storage)).find(Boolean);
const noteRegion = (slug) => STORAGES.forEach((storage) => remember(REGION_KEY, slug, storage));

/** An index whose address names no region opens the one seen last, if it is still offered. */
export function openRegion() {
  const links = all("[data-region-link]");
  if (!links.length && !visit) return;
  if (!links.length && opensElsewhere()) return;
  const last = links.find((link) => link.dataset.regionLink === seenLast());
  // Whoever goes back, or loads again, wants the page that was there.
  const isAgain = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const stays = isAgain || asked.get("region") || !last || last.dataset.regionLink === region;
  if (stays) noteRegion(region);
  else location.replace(last.href);
}

/** A lesson whose address says nothing opens in the region that the phone chose, too. */
function opensElsewhere() {
  const last = seenLast();
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (visit.kernel || !isNew || asked.toString() || !last || last === region) return false;
  location.replace(`${location.pathname}?region=${encodeURIComponent(last)}${location.hash}`);
  return true;
}

// An address may ask for what there is not: a line says so, and the address is mended.

function notFound() {
  if (asked.get("region") && asked.get("region") !== region) {
    const shown = texts.unknownRegion.replace("{region}", regionName);
    return one("[data-region-link]") ? texts.unknownRegionChoose : shown;
  }
  if (!visit || visit.kernel) return undefined; // a kernel answers later, for what it shows
  const known = new URLSearchParams(visit.query);
  const isMissing = (name) => asked.get(name) && asked.get(name) !== known.get(name);
  return texts.notFound[SELECTION_NAMES.find(isMissing)];
}

export function mendAddress() {
  const told = notFound();
  if (!told) return;
  const line = one("[data-not-found]");
  line.textContent = told;
  line.hidden = false;
  showInAddress([regionChoice, visit?.query]);
}

function showInAddress(parts) {
  const query = parts.filter(Boolean).join("&");
  history.replaceState(null, "", `${location.pathname}${query && "?"}${query}${location.hash}`);
}

/** The line says what is shown instead, until something else is chosen. */
function tellShown(isFirst) {
  const line = one("[data-not-found]");
  if (!isFirst) announce(one("[data-selection]").innerText);
  if (!isFirst) line.hidden = true;
  else if (!line.hidden) line.textContent += ` ${one("[data-selection]").innerText}`;
}

// The district and year travel with the learner to the next lesson.

// A page whose address asks for nothing shows the region's own district until the learner's
// answers are back: meanwhile that is nobody's choice.
let isBack = !visit || visit.query !== "";
let carried = "";

function shownSelection() {
  isBack ||= document.documentElement.dataset.live === "yes";
  return isBack ? one("[data-selection]")?.dataset.selection : undefined;
}

function readSelection(shown) {
  const given = new URLSearchParams(shown ?? recall(SELECTION_KEY) ?? "");
  const known = new URLSearchParams();
  SELECTION_NAMES.forEach((name) => { if (given.get(name)) known.set(name, given.get(name)); });
  return known.toString();
}

export function carrySelection() {
  const shown = shownSelection();
  const selection = readSelection(shown);
  if (!selection) return;
  const choice = [regionChoice, selection].filter(Boolean).join("&");
  all("a[data-lesson]").forEach((link) => {
    setAttribute(link, "href", `${link.getAttribute("href").split("?")[0]}?${choice}`);
  });
  if (shown === undefined || selection === carried) return;
  tellShown(carried === "");
  carried = selection; // once: what was cleared meanwhile stays cleared
  remember(SELECTION_KEY, selection);
  if (location.search !== `?${choice}`) showInAddress([choice]);
}
