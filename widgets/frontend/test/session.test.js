import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Session, pauseBefore } from "../src/session.js";

// Sessions last as long as their page: nothing here may wait for their clocks.
mock.timers.enable({ apis: ["setInterval", "setTimeout"] });

const tick = () => new Promise((resolve) => { setImmediate(resolve); });
const ticks = async (times = 20) => { for (let turn = 0; turn < times; turn += 1) await tick(); };

function later() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}

/** A server whose kernels live or die as the test says. */
class World {
  said = [];
  asked = 0;
  connections = [];
  events = [];
  outstanding = 0;
  answers = [];
  state = "gone";
  now = 100_000;
  taps = [];
  wanted = Promise.resolve();
  ready = async () => {};
  replay = async () => {};

  tools() {
    const tap = (name) => () => {
      this.said.push(name);
      const tapped = later();
      this.taps.push(tapped.resolve);
      return tapped.promise;
    };
    const tell = (name) => () => { this.said.push(name); };
    return {
      drawn: Promise.resolve(),
      wanted: this.wanted,
      clock: () => this.now,
      show: (live) => this.said.push(live),
      log: {
        tries: 0,
        seal() {},
        replayBegins() { this.tries += 1; },
        replayEnded() { this.tries = 0; },
      },
      wire: this.wire(),
      manager: { take: async () => {}, again: async () => {} },
      server: {
        ask: async () => {
          this.asked += 1;
          return this.answers.shift() ?? { status: 201, kernel: `k${this.asked}` };
        },
        stateOf: async () => this.state,
        release: (id) => this.said.push(`release ${id}`),
      },
      notices: {
        none: tell("none"), lost: tell("lost"), turn: tell("turn"), busy: tell("busy"),
        cannotStart: tell("cannotStart"), stopped: tap("stopped"), failedReplay: tap("failedReplay"),
        code: tap("code"), refused: tap("refused"), otherVersion: tap("otherVersion"),
      },
      connect: (id) => this.connection(id),
    };
  }

  wire() {
    const world = this;
    return {
      live: true,
      get outstanding() { return world.outstanding; },
      bind() {}, rest() {}, wake: () => [], send() {},
      events: () => world.events,
    };
  }

  connection(id) {
    const lost = later();
    const made = {
      id,
      lost: lost.promise,
      ready: () => this.ready(made),
      replay: () => this.replay(made),
      onNewControl() {},
      check() {},
      close: (dead = false) => lost.resolve({ dead }),
    };
    this.connections.push(made);
    return made;
  }
}

function opened(world) {
  const session = new Session(world.tools());
  session.run();
  return session;
}

test("a page that nobody touches asks for nothing and looks alive", async () => {
  const touch = later();
  const world = Object.assign(new World(), { wanted: touch.promise });
  opened(world);
  await ticks();
  assert.deepEqual(world.said, ["yes"]);
  assert.equal(world.asked, 0);
  touch.resolve();
  await ticks();
  assert.equal(world.asked, 1);
  assert.deepEqual(world.said, ["yes", "none", "yes"]);
});

test("a kernel that dies suddenly waits for one tap", async () => {
  const world = new World();
  opened(world);
  await ticks();
  assert.deepEqual(world.said, ["none", "yes"]);
  world.connections[0].close(true);
  await ticks();
  assert.equal(world.said.at(-1), "stopped");
  assert.equal(world.asked, 1);
  world.taps[0]();
  await ticks();
  assert.equal(world.asked, 2);
  assert.equal(world.said.at(-1), "yes");
});

test("a kernel that dies while the page settles in is followed by another, unasked", async () => {
  const world = new World();
  world.ready = async (connection) => {
    if (connection.id !== "k1") return;
    connection.close(true);
    throw Object.assign(new Error("lost"), { dead: true });
  };
  const session = opened(world);
  await ticks();
  session.wake();
  await ticks();
  assert.equal(world.asked, 2);
  assert.deepEqual(world.said, ["none", "yes"]);
});

test("a kernel is settled when it has dealt with all that was sent, or not at all", async () => {
  const world = Object.assign(new World(), { outstanding: 1 });
  const session = opened(world);
  await ticks();
  const settled = session.settled();
  await ticks();
  world.outstanding = 0;
  mock.timers.tick(60);
  assert.equal(await settled, "k1");
  const touch = later();
  const untouched = opened(Object.assign(new World(), { wanted: touch.promise })).settled();
  for (let turn = 0; turn < 210; turn += 1) {
    mock.timers.tick(60);
    await tick();
  }
  assert.equal(await untouched, null);
});

test("a phone that was asleep gets a new kernel without being asked", async () => {
  const world = new World();
  const session = opened(world);
  await ticks();
  session.sleep();
  await ticks();
  assert.ok(!world.said.includes("stopped"));
  assert.equal(world.asked, 2);
});

test("a kernel that still lives is kept, unless it may have missed something", async () => {
  for (const [outstanding, asked] of [[0, 1], [1, 2]]) {
    const world = Object.assign(new World(), { outstanding, state: "lives" });
    opened(world);
    await ticks();
    world.connections[0].close();
    await ticks();
    assert.equal(world.asked, asked);
    assert.equal(world.connections.length, 2);
    assert.equal(world.said.includes("release k1"), outstanding > 0);
  }
});

test("a server that is gone is waited for, and a sign of the network ends the wait", async () => {
  const world = Object.assign(new World(), { state: "unreachable" });
  const session = opened(world);
  await ticks();
  world.connections[0].close();
  await ticks();
  assert.equal(world.said.at(-1), "lost");
  world.state = "gone";
  session.wake();
  await ticks();
  assert.equal(world.asked, 2);
  assert.ok(!world.said.includes("stopped"));
});

test("a replay that ends its kernel is not repeated unasked", async () => {
  const world = Object.assign(new World(), { events: [["w1", {}]] });
  world.replay = async (connection) => {
    connection.close(true);
    throw Object.assign(new Error("lost"), { dead: true });
  };
  opened(world);
  await ticks(60);
  assert.equal(world.asked, 1);
  assert.equal(world.said.at(-1), "failedReplay");
  world.taps[0]();
  await ticks(60);
  assert.equal(world.asked, 2);
  assert.equal(world.said.filter((one) => one === "failedReplay").length, 2);
});

test("a kernel with which nobody could speak is given back before another is asked for", async () => {
  for (const state of ["lives", "unreachable", "gone"]) {
    const world = Object.assign(new World(), { state });
    world.ready = async ({ id }) => { if (id === "k1") throw new Error("too late"); };
    const { server, ...tools } = world.tools();
    const ask = async () => {
      world.said.push("ask");
      return server.ask();
    };
    const session = new Session({ ...tools, server: { ...server, ask } });
    session.run();
    await ticks();
    session.wake();
    await ticks();
    const told = world.said.filter((one) => /ask|release|yes/.test(one));
    assert.deepEqual(told, state === "gone" ? ["ask", "ask", "yes"] : ["ask", "release k1", "ask", "yes"]);
    session.release();
    assert.deepEqual(world.said.filter((one) => one.startsWith("release")).at(-1), "release k2");
  }
});

test("a page that closes while its kernel arrives gives it back", async () => {
  const world = new World();
  world.ready = () => new Promise(() => {});
  const session = opened(world);
  await ticks();
  session.release();
  assert.deepEqual(world.said, ["release k1"]);
});

test("replays that failed before this load are not tried unasked", async () => {
  const world = new World();
  const tools = world.tools();
  tools.log.tries = 2;
  new Session(tools).run();
  await ticks();
  assert.equal(world.asked, 0);
  assert.equal(world.said.at(-1), "failedReplay");
});

test("each refusal has its own words", async () => {
  const words = [
    [{ status: 503, turn: 3, seconds: 9 }, "turn"], [{ status: 503, seconds: 9 }, "cannotStart"],
    [{ status: 429, seconds: 9 }, "busy"], [{ status: 403, error: "codigo" }, "code"],
    [{ status: 403, error: "origen" }, "refused"],
    [{ status: 409 }, "otherVersion"], [{ status: 413 }, "refused"], [{ status: 0 }, "lost"],
  ];
  for (const [answer, word] of words) {
    const world = Object.assign(new World(), { answers: [answer] });
    const session = opened(world);
    await ticks();
    assert.equal(world.said.at(-1), word);
    assert.equal(world.said[0], answer.turn ? "waiting" : "no");
    world.taps[0]?.();
    session.wake();
    await ticks();
    assert.equal(world.said.at(-1), "yes");
  }
});

test("pauses grow, have an end, and differ from phone to phone", () => {
  assert.ok(pauseBefore(0, 0) >= 500);
  assert.ok(pauseBefore(3, 0.5) > pauseBefore(1, 0.5));
  assert.ok(pauseBefore(30, 0.999) <= 22_500);
  assert.notEqual(pauseBefore(2, 0.1), pauseBefore(2, 0.9));
});
