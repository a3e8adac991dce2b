// Without a kernel no control can keep its promise: they rest. Writing a letter needs nobody.

const CONTROLS = ".widget-inline-hbox, .widget-radio, .widget-toggle-buttons, .jupyter-button";
const GRACE = 2500;

let timer = null;
let lostSince = null;

function rest(resting) {
  for (const control of document.querySelectorAll(`.cc-result :is(${CONTROLS})`)) {
    if (!control.matches(".widget-html, .cc-letter")) control.inert = resting;
  }
}

/** Mark the page as live ("yes"), without a kernel ("no") or waiting for its turn ("waiting"). */
export function show(live) {
  document.documentElement.dataset.live = live;
  clearTimeout(timer);
  if (live === "yes") {
    lostSince = null;
    rest(false);
    return;
  }
  lostSince ??= performance.now(); // however often it is said
  const grace = live === "waiting" ? 0 : GRACE - (performance.now() - lostSince);
  timer = setTimeout(rest, Math.max(0, grace), true);
}
