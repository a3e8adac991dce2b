import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { onFirstTouch } from "../src/touch.js";

let page;
let touches;

beforeEach(() => {
  page = new EventTarget();
  globalThis.document = page;
  touches = 0;
  onFirstTouch(() => { touches += 1; });
});

/** Something happens on an element that is a control, or on one that is none. */
function happen(sign, isControl, details = {}) {
  const target = { closest: () => (isControl ? {} : null) };
  page.dispatchEvent(Object.defineProperty(Object.assign(new Event(sign), details), "target", { value: target }));
}

test("reading, scrolling over a figure and walking past controls are no touch", () => {
  happen("pointerdown", false);
  happen("click", false);
  for (const key of ["Tab", "Shift", "Escape"]) happen("keydown", true, { key });
  assert.equal(touches, 0);
});

for (const sign of ["pointerdown", "keydown", "input", "change", "click"]) {
  test(`a control that is touched (${sign}) asks once and for all`, () => {
    happen(sign, true, { key: " " });
    happen(sign, true, { key: " " });
    assert.equal(touches, 1);
  });
}

test("a target that is no element is none of ours", () => {
  page.dispatchEvent(new Event("click"));
  assert.equal(touches, 0);
});
