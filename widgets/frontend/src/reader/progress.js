// The thin line of moments, and how far this phone has come in each lesson.

import { all, one, recall, region, remember, setAttribute, texts, visit } from "./dom.js";

const keyOf = (place, lesson) => `cuentas.avance.${place}.${lesson}`;
const END = "fin";

export function showProgress() {
  const steps = all("[data-step]");
  if (!steps.length) return;
  const sections = steps.map((step) => document.getElementById(step.dataset.step));
  const middle = window.innerHeight / 2;
  const reached = sections.filter((section) => section.getBoundingClientRect().top < middle).length;
  const over = sections[sections.length - 1].getBoundingClientRect().bottom < middle;
  steps.forEach((step, position) => { step.className = position < reached ? "is-done" : ""; });
  setAttribute(one("[data-progress] [role=progressbar]"), "aria-valuenow", String(reached));
  const moment = texts.moment.replace("{current}", reached).replace("{total}", steps.length);
  const words = over ? texts.end : reached ? moment : texts.start;
  noteProgress(reached, steps.length, over);
  const line = one("[data-progress-text]");
  if (line.textContent !== words) line.textContent = words;
}

function noteProgress(reached, total, over) {
  if (!visit || visit.kernel || !reached) return;
  const key = keyOf(region, visit.lesson);
  const before = recall(key);
  if (before === END || (!over && Number.parseInt(before ?? "0", 10) >= reached)) return;
  remember(key, over ? END : `${reached}/${total}`);
}

/** The index says which lessons this phone has begun, and which it has gone through. */
export function tellProgress() {
  all("[data-progress-of]").forEach((line) => {
    const known = recall(keyOf(region, line.dataset.progressOf));
    if (!known) return;
    const [current, total] = known.split("/");
    line.textContent = known === END ? texts.lessonDone
      : texts.lessonBegun.replace("{current}", current).replace("{total}", total);
    line.hidden = false;
  });
}
