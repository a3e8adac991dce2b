import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Server } from "../src/server.js";

const VISIT = { lesson: "l", version: "v", query: "anio=2022", region: "r", visits: "/visitas", base: "/" };

let asked;
let answers;

beforeEach(() => {
  asked = [];
  answers = [];
  globalThis.fetch = async (address, options = {}) => {
    asked.push([address, options]);
    const [status, words] = answers.shift() ?? [201, { kernel: `k${asked.length}` }];
    if (!status) throw new TypeError("no network");
    return { status, ok: status < 300, json: async () => words ?? JSON.parse("") };
  };
});

test("what was asked early is answered to whoever asks first, and only once", async () => {
  const server = new Server(VISIT);
  server.askEarly();
  server.askEarly();
  assert.equal(asked.length, 1);
  assert.equal((await server.ask()).kernel, "k1");
  assert.equal((await server.ask()).kernel, "k2");
});

test("a visit says what the page shows, and brings back the ticket of its turn", async () => {
  const server = new Server(VISIT);
  answers.push([503, { error: "lleno", turn: 3, ticket: "t", retry_seconds: 9 }]);
  const { status, turn, seconds } = await server.ask();
  assert.deepEqual([status, turn, seconds], [503, 3, 9]);
  await server.ask();
  const bodies = asked.map(([, { body }]) => JSON.parse(body));
  const { lesson, version, query, region } = VISIT;
  assert.deepEqual(bodies, [{ lesson, version, query, region }, { lesson, version, query, region, ticket: "t" }]);
});

test("a server that nobody reaches, and one that answers without words, are no fault", async () => {
  const server = new Server(VISIT);
  answers.push([0], [500]);
  assert.deepEqual(await server.ask(), { status: 0 });
  assert.equal((await server.ask()).status, 500);
});

test("a kernel lives, is gone, or cannot be asked", async () => {
  const server = new Server(VISIT);
  answers.push([200, {}], [404], [502], [0]);
  const states = [];
  for (let turn = 0; turn < 4; turn += 1) states.push(await server.stateOf("k"));
  assert.deepEqual(states, ["lives", "gone", "unreachable", "unreachable"]);
  assert.equal(asked[0][0], "/api/kernels/k");
});

test("a page that came with its kernel asks nobody, and opens again when that has ended", async () => {
  let loads = 0;
  globalThis.location = { reload: () => { loads += 1; } };
  const server = new Server({ ...VISIT, kernel: "own" });
  server.askEarly();
  assert.deepEqual(await server.ask(), { status: 201, kernel: "own" });
  assert.equal(loads, 0);
  server.ask();
  assert.equal(loads, 1);
  assert.deepEqual(asked, []);
});
