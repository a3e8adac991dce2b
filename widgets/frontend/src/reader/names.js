// Names for controls: every control tells a screen reader what it is for.

import { all, idOf, one, setAttribute, texts } from "./dom.js";

export const WIDGETS = ".jupyter-widgets, .widget-inline-hbox, .widget-radio, .widget-toggle-buttons";
const FIELDS = "select, textarea, input:not([type=checkbox]):not([type=radio]), .noUi-handle, [contenteditable=true]";

function visibleLabel(widget) {
  const label = one(":scope > .widget-label", widget);
  return label?.textContent.trim() ? label : null;
}

function groupLabel(element) {
  const group = element.closest(".cc-group");
  return group ? one("[data-group-label]", group) : null;
}

export function nameFields(widget) {
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
export function fixReadouts() {
  all(".widget-slider:not(.jupyter-widgets) > .widget-readout[contenteditable=true]").forEach((readout) => {
    readout.contentEditable = "false";
  });
}

export function nameGroups() {
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

export function sayStates() {
  all("button.cc-toggle, button.cc-step, button.cc-pressed").forEach((button) => {
    setAttribute(button, "aria-pressed", String(button.classList.contains("cc-pressed")));
  });
  all(".widget-toggle-buttons button, button.widget-toggle-button").forEach((button) => {
    setAttribute(button, "aria-pressed", String(button.classList.contains("mod-active")));
  });
  all(".noUi-handle").forEach((handle) => {
    const readout = one(".widget-readout", handle.closest(WIDGETS));
    if (readout?.textContent) setAttribute(handle, "aria-valuetext", readout.textContent);
  });
  // The choice is said once for the whole page: each chooser repeats it for the eye.
  all(".cc-answer, .cc-status:not(.cc-chooser > .cc-status)").forEach((element) => setAttribute(element, "role", "status"));
}

/** A number that could not be read: its field says so, and which words explain it. */
export function sayMistakes() {
  all(".cc-card").forEach((card) => {
    const answer = one(".cc-answer [data-unreadable]", card);
    all("input[type=text]", card).forEach((field) => {
      if (answer) {
        setAttribute(field, "aria-invalid", "true");
        setAttribute(field, "aria-describedby", idOf(answer));
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    });
  });
}
