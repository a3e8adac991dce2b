import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLog, MOST_BYTES } from "../src/log.js";

const VISIT = { lesson: "02", version: "a1", query: "" };
const click = { method: "custom", content: { event: "click" } };
const update = (state) => ({ method: "update", state });

class Memory {
  getItem(key) { return this[key] ?? null; }
  setItem(key, value) { this[key] = value; }
  removeItem(key) { delete this[key]; }
}

function phone() {
  const [tab, shared] = [new Memory(), new Memory()];
  const open = (visit = VISIT, own = tab) => new EventLog(visit, [() => own, () => shared]);
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

test("a log is read again with the choice it began with, and the page's choice comes last", () => {
  const { open } = phone();
  const log = open({ ...VISIT, query: "distrito=1" });
  log.add("w1", click);
  log.save();
  const again = open({ ...VISIT, query: "distrito=2" });
  assert.equal(again.query, "distrito=1");
  assert.deepEqual(again.events, [["w1", click], ["", { method: "follow", query: "distrito=2" }]]);
  again.save();
  assert.equal(open({ ...VISIT, query: "distrito=3" }).events.length, 3);
});

test("a page without a choice of its own goes on with the log's", () => {
  const { open } = phone();
  const log = open({ ...VISIT, query: "distrito=1" });
  log.add("w1", click);
  log.save();
  assert.deepEqual(open().events, [["w1", click]]);
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

test("each tab keeps its own log, and a new tab takes the last one written", () => {
  const { open } = phone();
  const [first, second] = [new Memory(), new Memory()];
  for (const [own, id] of [[first, "w1"], [second, "w2"]]) {
    const log = open(VISIT, own);
    log.events = [];
    log.add(id, click);
    log.save();
  }
  assert.deepEqual(open(VISIT, first).events, [["w1", click]]);
  assert.deepEqual(open(VISIT, new Memory()).events, [["w2", click]]);
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
  log.clear();
  assert.deepEqual(Object.keys(shared), ["cuentas.borrado"]);
  assert.deepEqual(open(VISIT, asleep).events, []);
  assert.ok(EventLog.isClearing({ key: "cuentas.borrado" }));
  assert.ok(!EventLog.isClearing({ key: "cuentas.respuestas.02" }));
});

test("a full, a forbidden or a broken storage changes nothing but the memory", () => {
  const full = Object.assign(new Memory(), { setItem() { throw new Error("QuotaExceededError"); } });
  const broken = Object.assign(new Memory(), { "cuentas.respuestas.02": "{not json" });
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
