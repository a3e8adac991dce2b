// Copy and print: choices print as words, the letter as it stands; folded parts stay on screen.

import { all, one, paragraph, texts } from "./dom.js";

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
  leaveOut(act && (one(".cc-letter-paper", act) ?? act));
  document.body.classList.toggle("cc-print-act", act !== null);
  window.print();
}

/** Of the whole page only `part` goes on paper: what stands beside it and above does not. */
function leaveOut(part) {
  part?.classList.add("cc-print-only");
  for (let place = part; place && place !== document.body; place = place.parentElement) {
    for (const other of place.parentElement.children) {
      if (other !== place) other.classList.add("cc-print-out");
    }
  }
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

export function clicked(event) {
  const drawing = event.target.closest?.(".cc-svg[data-row-height]");
  if (drawing) point(drawing, event);
  const button = event.target.closest?.("[data-copy], [data-print], [data-reload]");
  if (!button) return;
  if ("copy" in button.dataset) copy(button);
  else if ("print" in button.dataset) print(button);
  else location.reload();
}

export function prepareForPaper() {
  all(".cc-result select").forEach((select) => {
    const words = [...select.selectedOptions].map((option) => option.textContent).join(", ");
    printBeside(select, words || texts.noAnswer);
  });
  all(".cc-result textarea").forEach((area) => {
    const paper = one(".cc-letter-paper", area.closest(".cc-act") ?? area);
    if (paper) paper.textContent = area.value;
    else if (area.value) {
      area.classList.add("cc-told");
      printBeside(area, area.value);
    }
  });
  all(".cc-result input:checked").forEach((input) => input.closest("label")?.classList.add("cc-checked"));
  all(".cc-result .widget-checkbox").forEach((box) => box.parentElement.classList.add("cc-boxes"));
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

export function backToScreen() {
  all(".cc-printed").forEach((span) => span.remove());
  for (const mark of ["cc-print-only", "cc-print-out", "cc-checked", "cc-told"]) {
    all(`.${mark}`).forEach((part) => part.classList.remove(mark));
  }
  document.body.classList.remove("cc-print-act");
}
