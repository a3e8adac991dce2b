// A page that nobody touches needs no kernel. Reading on is no touch: a finger that scrolls lands
// on a figure as often as on the text.

const FIELDS = "button, input, select, textarea, label, [contenteditable=true]";
const CONTROLS = `.cc-result :is(${FIELDS}, .noUi-target, [data-picture])`;
const SIGNS = ["pointerdown", "keydown", "input", "change", "click"];
const PASSING = ["Tab", "Shift", "Escape"];

/** Call `now` when somebody touches a control of the lesson for the first time. */
export function onFirstTouch(now) {
  const touched = (event) => {
    if (PASSING.includes(event.key) || !event.target.closest?.(CONTROLS)) return;
    for (const sign of SIGNS) document.removeEventListener(sign, touched, { capture: true });
    now();
  };
  for (const sign of SIGNS) document.addEventListener(sign, touched, { capture: true, passive: true });
}
