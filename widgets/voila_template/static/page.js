// What a lesson's page does by itself: labels for everybody, listening, printing, and starting
// the script that brings its controls to life. No other host is asked.

const texts = JSON.parse(document.getElementById("cc-texts").textContent);
const { region, regionName, regionChoice } = document.documentElement.dataset;
const REGION_KEY = "cuentas.region";
const SELECTION_KEY = `cuentas.seleccion.${region}`;
const SELECTION_NAMES = ["distrito", "anio"];
const asked = new URLSearchParams(location.search); // when the page arrived

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root = document) => root.querySelector(selector);

function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const pageArrived = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve);
});

let lastId = 0;
function idOf(element) {
  element.id ||= `cc-${(lastId += 1)}`;
  return element.id;
}

function paragraph(text, className) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

// ---- The script of the controls, where it could be built ----

const visit = JSON.parse(one("#cc-visit")?.textContent ?? "null");

function startControls() {
  const script = one("link[data-widgets]");
  if (!script) return;
  document.head.append(Object.assign(document.createElement("script"), { type: "module", src: script.href }));
}

function isPending(place) {
  return one(":scope > .cc-waiting", place) !== null;
}

let settled = false;
function sayProgressOfResults() {
  const status = one("[data-page-status]");
  if (!status || settled || document.readyState === "loading") return;
  settled = !all(".cc-result").some(isPending);
  status.textContent = settled ? texts.ready : texts.preparing;
  if (!settled) return;
  setTimeout(() => status.replaceChildren(), 4000);
  document.documentElement.dataset.results = "settled";
}

// ---- Names for controls: every control tells a screen reader what it is for ----

const WIDGETS = ".jupyter-widgets, .widget-inline-hbox, .widget-radio, .widget-toggle-buttons";
const FIELDS = "select, textarea, input:not([type=checkbox]):not([type=radio]), .noUi-handle, [contenteditable=true]";

function visibleLabel(widget) {
  const label = one(":scope > .widget-label", widget);
  return label?.textContent.trim() ? label : null;
}

function groupLabel(element) {
  const group = element.closest(".cc-group");
  return group ? one("[data-group-label]", group) : null;
}

function nameFields(widget) {
  all('[title="null"]', widget).forEach((element) => element.removeAttribute("title"));
  const label = visibleLabel(widget) ?? groupLabel(widget);
  all(FIELDS, widget).forEach((field) => {
    if (field.closest(WIDGETS) !== widget || field.labels?.length && visibleLabel(widget)) return;
    if (label) setAttribute(field, "aria-labelledby", idOf(label));
    else setAttribute(field, "aria-label", field.placeholder || texts.option);
    if (field.isContentEditable) setAttribute(field, "role", "textbox");
  });
}

// A slider over named steps shows its step, and ipywidgets lets people type over it in vain.
function fixReadouts() {
  all(".widget-slider:not(.jupyter-widgets) > .widget-readout[contenteditable=true]").forEach((readout) => {
    readout.contentEditable = "false";
  });
}

function nameGroups() {
  all(".widget-radio, .widget-toggle-buttons").forEach((widget) => {
    const box = one(".widget-radio-box", widget);
    const label = visibleLabel(widget) ?? groupLabel(widget);
    setAttribute(box ?? widget, "role", box ? "radiogroup" : "group");
    // One name makes them one group: one stop of the Tab key, arrows inside.
    if (box) all("input", box).forEach((input) => setAttribute(input, "name", idOf(box)));
    if (label) setAttribute(box ?? widget, "aria-labelledby", idOf(label));
    else setAttribute(box ?? widget, "aria-label", texts.option);
  });
  all(".cc-group").forEach((group) => {
    const label = one("[data-group-label]", group);
    if (!label) return;
    setAttribute(group, "role", "group");
    setAttribute(group, "aria-labelledby", idOf(label));
  });
}

function sayStates() {
  all("button.cc-toggle, button.cc-step, button.cc-pressed").forEach((button) => {
    setAttribute(button, "aria-pressed", String(button.classList.contains("cc-pressed")));
  });
  all(".widget-toggle-buttons button, button.widget-toggle-button").forEach((button) => {
    setAttribute(button, "aria-pressed", String(button.classList.contains("mod-active")));
  });
  all("button.cc-open").forEach((button) => {
    setAttribute(button, "aria-expanded", String(button.classList.contains("cc-expanded")));
  });
  all(".noUi-handle").forEach((handle) => {
    const readout = one(".widget-readout", handle.closest(WIDGETS));
    if (readout?.textContent) setAttribute(handle, "aria-valuetext", readout.textContent);
  });
  all(".cc-status").forEach((element) => setAttribute(element, "role", "status"));
}

// ---- Details stay as the learner left them, also when their figure is drawn again ----

const opened = new Set();
const seenDetails = new WeakSet();

function keepDetails() {
  all("details[data-keep]").forEach((details) => {
    if (seenDetails.has(details)) return;
    seenDetails.add(details);
    if (opened.has(details.dataset.keep)) details.open = true;
  });
}

function rememberDetails(event) {
  const key = event.target.dataset?.keep;
  if (!key || !event.target.isConnected) return;
  if (event.target.open) opened.add(key);
  else opened.delete(key);
}

// ---- The region: what an address asks for, or else the one seen last in this tab or phone ----

const STORAGES = [() => window.sessionStorage, () => window.localStorage];

function seenLast() {
  const found = STORAGES.map((storage) => {
    try {
      return storage().getItem(REGION_KEY);
    } catch {
      return null;
    }
  });
  return found.find(Boolean);
}

function noteRegion(slug) {
  STORAGES.forEach((storage) => {
    try {
      storage().setItem(REGION_KEY, slug);
    } catch {
      // A private window remembers nothing: addresses say enough.
    }
  });
}

/** An index whose address names no region opens the one seen last, if it is still offered. */
function openRegion() {
  const links = all("[data-region-link]");
  if (!links.length && !visit) return;
  const last = links.find((link) => link.dataset.regionLink === seenLast());
  // Whoever goes back, or loads again, wants the page that was there.
  const isAgain = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const stays = isAgain || asked.get("region") || !last || last.dataset.regionLink === region;
  if (stays) noteRegion(region);
  else location.replace(last.href);
}

// ---- An address may ask for what there is not: a line says so, and the address is mended ----

function notFound() {
  if (asked.get("region") && asked.get("region") !== region) {
    const shown = texts.unknownRegion.replace("{region}", regionName);
    return one("[data-region-link]") ? texts.unknownRegionChoose : shown;
  }
  const known = new URLSearchParams(visit?.query);
  const isMissing = (name) => asked.get(name) && asked.get(name) !== known.get(name);
  return visit ? texts.notFound[SELECTION_NAMES.find(isMissing)] : undefined;
}

function mendAddress() {
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
  if (!isFirst) line.hidden = true;
  else if (!line.hidden) line.textContent += ` ${one("[data-selection]").innerText}`;
}

// ---- The district and year travel with the learner to the next lesson ----

// A page whose address asks for nothing shows the region's own district until the learner's
// answers are back: meanwhile that is nobody's choice.
let isBack = !visit || visit.query !== "";
let carried = "";

function shownSelection() {
  isBack ||= document.documentElement.dataset.live === "yes";
  return isBack ? one("[data-selection]")?.dataset.selection : undefined;
}

function readSelection(shown) {
  const given = new URLSearchParams(shown ?? recall());
  const known = new URLSearchParams();
  SELECTION_NAMES.forEach((name) => { if (given.get(name)) known.set(name, given.get(name)); });
  return known.toString();
}

function recall() {
  try {
    return localStorage.getItem(SELECTION_KEY) ?? "";
  } catch {
    return "";
  }
}

function carrySelection() {
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
  try {
    localStorage.setItem(SELECTION_KEY, selection);
  } catch {
    // A private window keeps nothing: the links above are enough.
  }
  if (location.search !== `?${choice}`) showInAddress([choice]);
}

// ---- Copy, print, reload ----

function contentOf(element) {
  return "value" in element ? element.value : element.innerText;
}

function copyOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("copy");
}

async function copy(button) {
  const scope = button.closest(".cc-act, .cc-section") ?? document;
  const source = one(button.dataset.copy, scope) ?? one(button.dataset.copy);
  if (!source) return;
  try {
    // Phones in a class reach the server without encryption: there, only the old way exists.
    if (window.isSecureContext) await navigator.clipboard.writeText(contentOf(source));
    else copyOldWay(contentOf(source));
    answer(button, `✔ ${texts.copied}`);
  } catch {
    answer(button, texts.copyFailed);
  }
  button.focus();
}

function answer(button, sentence) {
  let line = button.parentElement.querySelector("[data-copy-answer]");
  if (!line) {
    line = paragraph("", "cc-status");
    line.dataset.copyAnswer = "";
    line.setAttribute("role", "status");
    button.parentElement.append(line);
  }
  line.textContent = sentence;
}

function print(button) {
  const act = button.dataset.print === "act" ? button.closest(".cc-act") : null;
  (one(".cc-letter-paper", act ?? button) ?? act)?.classList.add("cc-print-only");
  document.body.classList.toggle("cc-print-act", act !== null);
  window.print();
}

// A question that asks to point: touching a row of its drawing presses that row's button.
function point(drawing, event) {
  const buttons = drawing.closest(".cc-card")?.querySelectorAll(".widget-toggle-button");
  if (!buttons?.length || buttons[0].closest("[inert]")) return;
  const box = drawing.querySelector("svg").getBoundingClientRect();
  const height = drawing.querySelector("svg").viewBox.baseVal.height;
  const row = Math.floor(((event.clientY - box.top) * height) / box.height / drawing.dataset.rowHeight);
  buttons[row]?.click();
}

function clicked(event) {
  const drawing = event.target.closest?.(".cc-svg[data-row-height]");
  if (drawing) point(drawing, event);
  const button = event.target.closest?.("[data-copy], [data-print], [data-reload], [data-listen]");
  if (!button) return;
  if ("copy" in button.dataset) copy(button);
  else if ("print" in button.dataset) print(button);
  else if ("listen" in button.dataset) toggleListening();
  else location.reload();
}

// ---- Paper: choices print as words, the letter as it stands; folded parts stay on the screen ----

function prepareForPaper() {
  all(".cc-result select").forEach((select) => {
    const words = [...select.selectedOptions].map((option) => option.textContent).join(", ");
    printBeside(select, words || texts.noAnswer);
  });
  all(".cc-result textarea").forEach((area) => {
    const paper = one(".cc-letter-paper", area.closest(".cc-act") ?? area);
    if (paper) paper.textContent = area.value;
    else if (area.value) printBeside(area, area.value);
  });
  all('a[href^="http"]').forEach((link) => { link.dataset.short = shortAddress(link.href); });
}

function printBeside(control, words) {
  const span = document.createElement("span");
  span.className = "cc-printed";
  span.textContent = words;
  control.after(span);
}

function shortAddress(address) {
  const url = new URL(address);
  const whole = (url.host + url.pathname).replace(/^www\./, "").replace(/\/$/, "");
  return whole.length > 40 ? `${whole.slice(0, 39)}…` : whole;
}

function backToScreen() {
  all(".cc-printed").forEach((span) => span.remove());
  all(".cc-print-only").forEach((part) => part.classList.remove("cc-print-only"));
  document.body.classList.remove("cc-print-act");
}

// ---- The thin line of moments ----

function showProgress() {
  const steps = all("[data-step]");
  if (!steps.length) return;
  const sections = steps.map((step) => document.getElementById(step.dataset.step));
  const middle = window.innerHeight / 2;
  const reached = sections.filter((section) => section.getBoundingClientRect().top < middle).length;
  const over = sections.at(-1).getBoundingClientRect().bottom < middle;
  steps.forEach((step, position) => { step.className = position < reached ? "is-done" : ""; });
  setAttribute(one("[data-progress] [role=progressbar]"), "aria-valuenow", String(reached));
  const moment = texts.moment.replace("{current}", reached).replace("{total}", steps.length);
  const words = over ? texts.end : reached ? moment : texts.start;
  const line = one("[data-progress-text]");
  if (line.textContent !== words) line.textContent = words;
}

// ---- Listening: only voices that live in the phone ----

const READABLE = "h1, h2, h3, h4, p, li, figcaption";
const UNREAD = "details, .cc-foot, .cc-waiting, [hidden], .cc-actions, .cc-mark, .cc-eyebrow";
const listening = { voice: null, queue: [] };

function chooseVoice() {
  const spanish = speechSynthesis.getVoices().filter((voice) => voice.localService && /^es\b/i.test(voice.lang));
  const near = ["es-PE", "es-419", "es-MX", "es-US"];
  const rank = (voice) => (near.indexOf(voice.lang.replace("_", "-")) + near.length + 1) % (near.length + 1);
  listening.voice = spanish.sort((a, b) => rank(a) - rank(b))[0] ?? null;
  all("[data-listen]").forEach((button) => { button.hidden = !listening.voice; });
}

function sentencesFromHere() {
  const readable = all(READABLE, one("main")).filter((element) => {
    const shown = element.offsetParent !== null && !element.closest(UNREAD);
    return shown && !one(READABLE, element);
  });
  const ahead = readable.filter((element) => element.getBoundingClientRect().bottom > 0);
  return ahead.flatMap((element) => element.innerText.match(/[^.!?…]+[.!?…]*/g) ?? []);
}

function speakNext() {
  const sentence = listening.queue.shift();
  if (!sentence) return showListening(false);
  const utterance = new SpeechSynthesisUtterance(sentence.trim());
  utterance.voice = listening.voice;
  utterance.lang = listening.voice.lang;
  utterance.rate = 0.95;
  utterance.onend = speakNext;
  speechSynthesis.speak(utterance);
  return showListening(true);
}

function toggleListening() {
  const speaking = listening.queue.length > 0 || speechSynthesis.speaking;
  listening.queue = speaking ? [] : sentencesFromHere();
  if (speaking) {
    speechSynthesis.cancel();
    showListening(false);
  } else {
    speakNext();
  }
}

function showListening(active) {
  all("[data-listen]").forEach((button) => {
    button.textContent = active ? texts.stopListening : texts.listen;
  });
}

function prepareListening() {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.addEventListener?.("voiceschanged", chooseVoice);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
  chooseVoice();
}

// ---- Start ----

let refreshing = false;
function refresh() {
  refreshing = false;
  sayProgressOfResults();
  fixReadouts();
  all(WIDGETS).forEach(nameFields);
  nameGroups();
  sayStates();
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

startControls();
prepareListening();
new MutationObserver(changed).observe(document, {
  subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["class", "data-live"],
});
document.addEventListener("click", clicked);
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
});
