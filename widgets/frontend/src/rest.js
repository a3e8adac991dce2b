// Without a kernel no control can keep its promise: they rest. Writing a letter needs nobody.

const CONTROLS = ".widget-inline-hbox, .widget-radio, .widget-toggle-buttons, .jupyter-button";
const GRACE = 2500;

let timer = null;

function rest(resting) {
  for (const control of document.querySelectorAll(`.cc-result :is(${CONTROLS})`)) {
    if (!control.matches(".widget-html, .cc-letter")) control.inert = resting;
  }
}

/** Mark the page as live ("yes"), without a kernel ("no") or waiting for its turn ("waiting"). */
export function show(live) {
  document.documentElement.dataset.live = live;
  clearTimeout(timer);
  timer = live === "yes" ? rest(false) : setTimeout(rest, live === "waiting" ? 0 : GRACE, true);
}
