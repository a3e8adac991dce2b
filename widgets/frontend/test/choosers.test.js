import assert from "node:assert/strict";
import { test } from "node:test";
import { boxesOf, choosersOf } from "../src/choosers.js";

test("a chooser's controls decide the district and the year, whatever they lie in", () => {
  const control = (children = [], ...names) =>
    ({ state: { children: children.map((id) => `IPY_MODEL_${id}`), _dom_classes: names } });
  const states = {
    w1: control(["w2", "w3"], "cc-chooser"), w2: control(["w4", "w5"]), w3: { state: {} },
    w4: control([], "cc-open"), w5: control([], "cc-tile"), w6: control(["w7"]), w7: control([], "cc-step"),
  };
  assert.deepEqual([...choosersOf(states)].sort(), ["w1", "w2", "w3", "w5"]);
});

test("a control stands in its box, and what stands in none is a group of its own", () => {
  const states = {
    w1: { state: { children: ["IPY_MODEL_w2", "IPY_MODEL_w3"] } }, w2: { state: {} }, w3: { state: {} }, w4: { state: {} },
  };
  assert.deepEqual(Object.fromEntries(boxesOf(states)), { w1: "w1", w2: "w1", w3: "w1", w4: "w4" });
});
