// A page that nobody touches needs no kernel.

const CONTROLS = ".cc-result";
const SIGNS = ["pointerdown", "keydown", "input", "change", "click"];

/** Resolves when somebody touches a control for the first time; `now` is called at once. */
export function firstTouch(now) {
  return new Promise((resolve) => {
    const touched = (event) => {
      const key = event.type === "keydown" && (event.key === "Tab" || event.key === "Escape");
      if (key || !event.target.closest?.(CONTROLS)) return;
      for (const sign of SIGNS) document.removeEventListener(sign, touched, true);
      now();
      resolve();
    };
    for (const sign of SIGNS) document.addEventListener(sign, touched, { capture: true, passive: true });
  });
}
