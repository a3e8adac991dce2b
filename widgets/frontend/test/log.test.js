import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLog, MOST_BYTES } from "../src/log.js";

const VISIT = { lesson: "02", region: "moquegua", version: "a1", query: "" };
const click = { method: "custom", content: { event: "click" } };
const update = (state) => ({ method: "update", state });
const follow = (query) => ["", { method: "follow", query }];

class Memory {
  getItem(key) { return this[key] ?? null; }
  setItem(key, value) { this[key] = value; }
  removeItem(key) { delete this[key]; }
}

function phone() {
  const [tab, shared] = [new Memory(), new Memory()];
  const open = (visit = VISIT, own = tab, isChoice = undefined, groupOf = undefined) =>
    new EventLog(visit, [() => own, () => shared], isChoice, groupOf);
  return { tab, shared, open };
}

test("typing is one event, and what lies between two updates keeps them apart", () => {
  const log = phone().open();
  log.add("w1", update({ value: "a" }));
  log.add("w1", update({ value: "ab" }));
  log.add("w2", click);
  log.add("w1", update({ value: "abc" }));
  log.add("w1", update({ index: 1 }));
  assert.deepEqual(log.events, [
    ["w1", update({ value: "ab" })], ["w2", click],
    ["w1", update({ value: "abc" })], ["w1", update({ index: 1 })],
  ]);
  log.save();
});

test("two clicks are two events", () => {
  const log = phone().open();
  log.add("w1", click);
  log.add("w1", click);
  assert.equal(log.events.length, 2);
  log.save();
});

test("what a kernel has already answered is not merged with what follows", () => {
  const log = phone().open();
  log.add("w1", update({ index: 1 }));
  log.seal();
  log.add("w1", update({ index: 2 }));
  assert.equal(log.events.length, 2);
  log.save();
});

/** The page's choice, the choice with which the log began, and what is replayed around a click. */
const RETURNS = [
  ["", "", [], []],
  ["", "distrito=1", [follow("distrito=1")], []],
  ["distrito=1", "", [follow("")], [follow("distrito=1")]],
  ["distrito=2", "distrito=1", [follow("distrito=1")], [follow("distrito=2")]],
  ["distrito=1", "distrito=1", [], [follow("distrito=1")]],
];

for (const [page, began, before, after] of RETURNS) {
  test(`a page of "${page}" takes up a log of "${began}"`, () => {
    const { open } = phone();
    const log = open({ ...VISIT, query: began });
    log.add("w1", click);
    assert.deepEqual(log.path(), [["w1", click]]);
    log.save();
    const again = open({ ...VISIT, query: page });
    assert.deepEqual(again.path(), [...before, ["w1", click], ...after]);
    again.add("w2", click);
    assert.deepEqual(again.path(), [...before, ["w1", click], ...after, ["w2", click]]);
    again.save();
  });
}

test("without anything done there is nothing to replay, whatever the page shows", () => {
  assert.deepEqual(phone().open({ ...VISIT, query: "distrito=1" }).path(), []);
});

test("loading again and again leaves one choice at the end of the log", () => {
  const { open } = phone();
  const log = open();
  log.add("w1", click);
  log.save();
  for (const district of [1, 2, 2, 3]) open({ ...VISIT, query: `distrito=${district}` }).save();
  assert.deepEqual(open().events, [["w1", click], follow("distrito=3")]);
});

test("a log of another version is dropped, and only answers are a pity", () => {
  for (const isAnswer of [false, true]) {
    const { open, shared } = phone();
    const log = open();
    log.add("w1", update({ value: "mi carta" }), isAnswer);
    log.save();
    const next = open({ ...VISIT, version: "b2" });
    assert.deepEqual(next.events, []);
    assert.equal(next.outdated, isAnswer);
    assert.deepEqual(Object.keys(shared), []);
  }
});

test("each tab keeps its own log, and a new tab goes on from what both have", () => {
  const { open } = phone();
  const [first, second] = [new Memory(), new Memory()];
  for (const [own, id] of [[first, "w1"], [second, "w2"]]) {
    const log = open(VISIT, own);
    log.events = [];
    log.add(id, click);
    log.save();
  }
  assert.deepEqual(open(VISIT, first).events, [["w1", click]]);
  assert.deepEqual(open(VISIT, second).events, [["w2", click]]);
  assert.deepEqual(open(VISIT, new Memory()).events, [["w1", click], ["w2", click]]);
});

test("a tab where nothing was done changes nothing for the others", () => {
  const { open } = phone();
  const [first, second] = [new Memory(), new Memory()];
  const older = open(VISIT, first);
  older.add("w1", click);
  older.save();
  const newer = open(VISIT, second);
  newer.add("w2", update({ value: "mi carta" }), true);
  newer.save();
  older.save();
  older.replayBegins();
  open({ ...VISIT, query: "distrito=1" }, first).save();
  assert.deepEqual(open(VISIT, new Memory()).events, newer.events);
  assert.deepEqual(open(VISIT, first).events, [["w1", click], follow("distrito=1")]);
});

test("each region has its own log, also in one tab", () => {
  const { tab, open } = phone();
  const other = { ...VISIT, region: "apurimac", version: "b2" };
  for (const [visit, id] of [[VISIT, "w1"], [other, "w2"]]) {
    const log = open(visit);
    assert.deepEqual(log.events, []);
    log.add(id, click);
    log.save();
  }
  assert.deepEqual(open(VISIT).events, [["w1", click]]);
  assert.deepEqual(open(other).events, [["w2", click]]);
  assert.equal(open(other).outdated, false);
  assert.equal(Object.keys(tab).length, 2);
});

/** Two tabs that part after a click, and what a third finds when the older one was used last. */
function parted(theirs, mine, options = {}) {
  const { open } = phone();
  const { region = VISIT.region, isChoice, groupOf } = options;
  const [older, newer] = [new Memory(), new Memory()];
  const first = open(VISIT, older, isChoice, groupOf);
  first.add("w0", click);
  first.save();
  const second = open({ ...VISIT, region }, newer, isChoice, groupOf);
  theirs.forEach((event) => second.add(...event));
  second.save();
  mine.forEach((event) => { first.add(...event); first.changed += 10; first.save(); });
  return { third: open(VISIT, new Memory()).events.slice(1), older: open(VISIT, older).events.slice(1) };
}

test("what a newer tab answered stays when the older one is used again", () => {
  const theirs = [["w1", update({ index: 1 })], ["w2", click]];
  const mine = [["w3", update({ value: "mi" })], ["w3", update({ value: "mi carta" })], ["w4", click]];
  const { third, older } = parted(theirs, mine);
  assert.deepEqual(third, [...theirs, ...mine.slice(1)]);
  assert.deepEqual(older, mine.slice(1));
});

test("of a group of controls used in both tabs, only what was done last stays", () => {
  const groupOf = (id) => (id === "w9" ? "w9" : "card");
  const theirs = [["w1", update({ index: 1 })], ["w2", click], ["w9", click]];
  const mine = [["w1", update({ index: 2 })]];
  assert.deepEqual(parted(theirs, mine, { groupOf }).third, [["w9", click], ...mine]);
});

test("a district chosen in the newer tab is not put before what the older one did", () => {
  const isChoice = (id) => id === "tile";
  const theirs = [["tile", click], ["w1", click]];
  assert.deepEqual(parted(theirs, [["w2", click]], { isChoice }).third, [["w1", click], ["w2", click]]);
});

for (const [id, why] of [["tile", "chose a district"], ["made", "used what the lesson made"]]) {
  test(`nothing is put before what a tab did that ${why}`, () => {
    const isChoice = (one) => one === "tile";
    const groupOf = (one) => (one === "made" ? undefined : one);
    assert.deepEqual(parted([["w1", click]], [[id, click]], { isChoice, groupOf }).third, [[id, click]]);
  });
}

test("tabs of two regions add nothing to each other", () => {
  assert.deepEqual(parted([["w1", click]], [["w2", click]], { region: "apurimac" }).third, [["w2", click]]);
});

test("two logs that would be too long together are not put together", () => {
  const page = "ñ".repeat(MOST_BYTES / 3);
  const mine = [["w2", update({ value: page })]];
  assert.deepEqual(parted([["w1", update({ value: page })]], mine).third, mine);
});

test("what was done earlier and is written later does not go over what is newer", () => {
  const { open } = phone();
  const first = new Memory();
  const [older, newer] = [open(VISIT, first), open(VISIT, new Memory())];
  older.add("w1", click);
  newer.changed = older.changed;
  newer.add("w2", click);
  newer.save();
  older.changed -= 1000;
  older.save();
  assert.deepEqual(open(VISIT, new Memory()).events, [["w2", click]]);
  assert.deepEqual(open(VISIT, first).events, [["w1", click]]);
  older.add("w3", click);
  older.changed = newer.changed + 1;
  older.save();
  assert.deepEqual(open(VISIT, new Memory()).events, [["w2", click], ["w1", click], ["w3", click]]);
});

test("a phone whose clock was ahead still notes what is done", () => {
  const { open } = phone();
  const [wrong, right] = [open(VISIT, new Memory()), open(VISIT, new Memory())];
  wrong.changed = Date.now() + 3_600_000;
  wrong.add("w1", click);
  wrong.save();
  right.add("w2", click);
  right.save();
  assert.deepEqual(open(VISIT, new Memory()).events, [["w1", click], ["w2", click]]);
});

test("a tab of an earlier version lets its own log go and not the newer one", () => {
  const { open } = phone();
  const own = new Memory();
  const old = open(VISIT, own);
  old.add("w1", click, true);
  old.save();
  const newer = open({ ...VISIT, version: "b2" }, new Memory());
  newer.add("w2", click, true);
  newer.born += 1000;
  newer.save();
  old.add("w3", click);
  old.save();
  const again = open({ ...VISIT, version: "b2" }, own);
  assert.deepEqual(again.events, [["w2", click]]);
  assert.ok(!again.outdated);
});

test("clearing forgets every lesson, also in tabs that slept meanwhile", () => {
  const { open, shared } = phone();
  const asleep = new Memory();
  for (const [lesson, own] of [["01", new Memory()], ["02", asleep]]) {
    const log = open({ ...VISIT, lesson }, own);
    log.add("w1", click);
    log.born -= 1000;
    log.save();
  }
  const log = open(VISIT, new Memory());
  shared["cuentas.seleccion"] = "distrito=1";
  shared.other = "of somebody else";
  log.clear();
  delete shared.other;
  assert.deepEqual(Object.keys(shared), ["cuentas.borrado"]);
  assert.deepEqual(open(VISIT, asleep).events, []);
  assert.ok(EventLog.isClearing({ key: "cuentas.borrado" }));
  assert.ok(!EventLog.isClearing({ key: "cuentas.respuestas.02" }));
});

test("a full, a forbidden or a broken storage changes nothing but the memory", () => {
  const full = Object.assign(new Memory(), { setItem() { throw new Error("QuotaExceededError"); } });
  const broken = Object.assign(new Memory(), { "cuentas.respuestas.moquegua.02": "{not json" });
  const forbidden = () => { throw new Error("SecurityError"); };
  for (const storage of [() => full, forbidden, () => broken, () => null]) {
    const log = new EventLog(VISIT, [storage, storage]);
    log.add("w1", click);
    log.save();
    assert.equal(log.events.length, 1);
    log.clear();
    assert.equal(log.events.length, 0);
  }
});

test("a log never grows past a frame: first the overwritten goes, then the oldest", () => {
  const log = phone().open();
  const page = "ñ".repeat(MOST_BYTES / 8);
  log.add("w0", click);
  for (let turn = 0; turn < 8; turn += 1) {
    log.add("w1", update({ value: `${turn}${page}` }));
    log.add("w2", click);
  }
  const letters = log.events.filter(([id]) => id === "w1");
  assert.ok(new TextEncoder().encode(JSON.stringify(log.events)).length <= MOST_BYTES + 2);
  assert.ok(letters.at(-1)[1].state.value.startsWith("7"));
  assert.deepEqual(log.events[0], ["w0", click]);
  log.add("w3", update({ value: "ñ".repeat(MOST_BYTES) }));
  assert.ok(!log.events.some(([id]) => id === "w3"));
  for (let turn = 0; turn < 5000; turn += 1) log.add(`w${turn}`, click);
  assert.ok(new TextEncoder().encode(JSON.stringify(log.events)).length <= MOST_BYTES + 2);
  assert.equal(log.events.at(-1)[0], "w4999");
  log.save();
});

test("in a log that is full, a district chosen long ago stays", () => {
  for (const returns of [false, true]) {
    const { tab, open } = phone();
    const isChoice = (id) => id === "year" || id === "tile";
    let log = open(VISIT, tab, isChoice);
    log.add("year", update({ index: 3 }));
    log.add("tile", click);
    log.add("year", update({ index: 4 }));
    log.add("w1", update({ value: "mi carta" }), true);
    log.save();
    if (returns) log = open({ ...VISIT, query: "distrito=1" }, tab, isChoice);
    for (let turn = 0; turn < 3300; turn += 1) log.add("step", click);
    const choices = log.events.filter(([id]) => id === "" || isChoice(id));
    const chosen = [["year", update({ index: 3 })], ["tile", click], ["year", update({ index: 4 })]];
    assert.deepEqual(choices, returns ? [follow("distrito=1")] : chosen);
    assert.ok(log.events.some(([id]) => id === "w1"));
    assert.ok(new TextEncoder().encode(JSON.stringify(log.events)).length <= MOST_BYTES + 2);
    for (let turn = 0; turn < 3300; turn += 1) log.add("tile", click);
    assert.ok(new TextEncoder().encode(JSON.stringify(log.events)).length <= MOST_BYTES + 2);
    assert.deepEqual(log.events.at(-1), ["tile", click]);
    log.save();
  }
});

test("replays that were begun and never ended are counted across loads", () => {
  const { open } = phone();
  const log = open();
  log.add("w1", click);
  log.replayBegins();
  const again = open();
  assert.equal(again.tries, 1);
  again.replayBegins();
  assert.equal(open().tries, 2);
  again.replayEnded();
  assert.equal(open().tries, 0);
});
