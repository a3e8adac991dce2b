// What a page does by itself: names for everybody, listening, printing, and starting the script
// that brings its controls to life. No other host is asked.

import { carrySelection, mendAddress, openRegion } from "./address.js";
import { listenToChoosers, nameChoosers } from "./choosers.js";
import { keepDetails, rememberDetails } from "./details.js";
import { all, announce, one, pageArrived, recall, texts } from "./dom.js";
import { prepareListening, toggleListening } from "./listen.js";
import { fixReadouts, nameFields, nameGroups, sayMistakes, sayStates, WIDGETS } from "./names.js";
import { backToScreen, clicked, prepareForPaper } from "./paper.js";
import { showProgress, tellProgress } from "./progress.js";
import { freeTracks } from "./sliders.js";

function startControls() {
  const script = one("link[data-widgets]");
  if (!script) return;
  document.head.append(Object.assign(document.createElement("script"), { type: "module", src: script.href }));
}

let settled = false;
function sayProgressOfResults() {
  if (!one("[data-page-status]") || settled || document.readyState === "loading") return;
  settled = !one(".cc-result > .cc-waiting");
  announce(settled ? texts.ready : texts.preparing);
  if (!settled) return;
  setTimeout(announce, 4000, "");
  document.documentElement.dataset.results = "settled";
}

/** Whoever facilitates finds the way back to the wall: only their browser has seen it. */
function showTheWall() {
  if (recall("cuentas.facilita")) all("[data-wall]").forEach((link) => { link.hidden = false; });
}

let refreshing = false;
function refresh() {
  refreshing = false;
  sayProgressOfResults();
  fixReadouts();
  all(WIDGETS).forEach(nameFields);
  nameGroups();
  nameChoosers();
  sayStates();
  sayMistakes();
  carrySelection();
}

function changed() {
  // At once: a figure drawn again must not be seen folded first.
  keepDetails();
  refreshSoon();
}

function refreshSoon() {
  if (refreshing) return;
  refreshing = true;
  setTimeout(refresh, 30);
}

document.documentElement.dataset.script = "yes";
startControls();
prepareListening();
freeTracks();
listenToChoosers();
new MutationObserver(changed).observe(document, {
  subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["class", "data-live"],
});
document.addEventListener("click", clicked);
document.addEventListener("click", (event) => event.target.closest?.("[data-listen]") && toggleListening());
window.addEventListener("pageshow", (event) => event.persisted && refreshSoon());
document.addEventListener("toggle", rememberDetails, true);
window.addEventListener("beforeprint", prepareForPaper);
window.addEventListener("afterprint", backToScreen);
window.addEventListener("scroll", () => requestAnimationFrame(showProgress), { passive: true });
pageArrived.then(() => {
  openRegion();
  mendAddress();
  refresh();
  showProgress();
  tellProgress();
  showTheWall();
});
