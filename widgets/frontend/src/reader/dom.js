// Small helpers of every part of the page.

export const texts = JSON.parse(document.getElementById("cc-texts").textContent);
export const { region, regionName, regionChoice } = document.documentElement.dataset;

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const one = (selector, root = document) => root.querySelector(selector);

/** What the server wrote for the script of the controls; null where the page is no lesson. */
export const visit = JSON.parse(one("#cc-visit")?.textContent ?? "null");

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export const pageArrived = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve);
});

let lastId = 0;
export function idOf(element) {
  element.id ||= `cc-${(lastId += 1)}`;
  return element.id;
}

export function paragraph(text, className) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

/** What the phone keeps under a name; null where it keeps nothing, or may not. */
export function recall(key, storage = () => window.localStorage) {
  try {
    return storage().getItem(key);
  } catch {
    return null; // a private window remembers nothing
  }
}

export function remember(key, value, storage = () => window.localStorage) {
  try {
    storage().setItem(key, value);
  } catch {
    // Without a memory the page works all the same.
  }
}

/** Say something to whoever listens to the page instead of looking at it. */
export function announce(words) {
  const status = one("[data-page-status]");
  if (status && status.textContent !== words) status.textContent = words;
}
