// Details stay as the learner left them, also when their figure is drawn again.

import { all } from "./dom.js";

const opened = new Set();
const seenDetails = new WeakSet();

export function keepDetails() {
  all("details[data-keep]").forEach((details) => {
    if (seenDetails.has(details)) return;
    seenDetails.add(details);
    if (opened.has(details.dataset.keep)) details.open = true;
  });
}

export function rememberDetails(event) {
  const key = event.target.dataset?.keep;
  if (!key || !event.target.isConnected) return;
  if (event.target.open) opened.add(key);
  else opened.delete(key);
}
