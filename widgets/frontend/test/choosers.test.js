import assert from "node:assert/strict";
import { test } from "node:test";
import { choosersOf } from "../src/choosers.js";

test("a chooser's controls decide the district and the year, whatever they lie in", () => {
  const control = (children = [], ...names) =>
    ({ state: { children: children.map((id) => `IPY_MODEL_${id}`), _dom_classes: names } });
  const states = {
    w1: control(["w2", "w3"], "cc-chooser"), w2: control(["w4", "w5"]), w3: { state: {} },
    w4: control([], "cc-open"), w5: control([], "cc-tile"), w6: control(["w7"]), w7: control([], "cc-step"),
  };
  assert.deepEqual([...choosersOf(states)].sort(), ["w1", "w2", "w3", "w5"]);
});
