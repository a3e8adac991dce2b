import assert from "node:assert/strict";
import { test } from "node:test";
import { Wire } from "../src/comm.js";

const update = (value) => ({ method: "update", state: { value }, buffer_paths: [] });
const status = (execution_state) => ({ content: { execution_state } });

class Log {
  events = [];
  answers = [];
  add(id, data, isAnswer) {
    this.events.push([id, data]);
    if (isAnswer) this.answers.push(id);
  }
  seal() {}
  path() { return this.events; }
}

/** A kernel connection whose channels remember what they were given. */
class Kernel {
  sent = [];
  channels = {};
  channel(id) {
    const channel = {
      on_msg: (heard) => { channel.heard = heard; },
      on_close: () => {},
      send: (data, callbacks) => {
        if (this.broken) throw new Error("disposed");
        this.sent.push([id, data]);
        channel.status = callbacks.iopub.status;
        return "m1";
      },
    };
    this.channels[id] = channel;
    return channel;
  }
}

function idle() {
  const heard = [];
  return { heard, iopub: { status: (message) => heard.push(message.content.execution_state) } };
}

function page() {
  const log = new Log();
  const wire = new Wire(log, (id) => id === "w1");
  return { log, wire, comm: wire.comm("w1") };
}

test("without a kernel a message is noted, and its control is free again, but not before", async () => {
  const { log, comm } = page();
  const callbacks = idle();
  assert.equal(comm.send(update("a"), callbacks), "");
  assert.deepEqual(callbacks.heard, []);
  await null;
  assert.deepEqual(callbacks.heard, ["idle"]);
  assert.deepEqual(log.events, [["w1", { method: "update", state: { value: "a" } }]]);
  assert.deepEqual(log.answers, ["w1"]);
});

test("with a kernel a message is noted and sent, and counts until it is answered", () => {
  const { log, wire, comm } = page();
  const kernel = new Kernel();
  wire.bind(kernel);
  wire.wake();
  const callbacks = idle();
  comm.send(update("a"), callbacks);
  assert.deepEqual(kernel.sent, [["w1", update("a")]]);
  assert.equal(log.events.length, 1);
  assert.equal(wire.outstanding, 1);
  kernel.channels.w1.status(status("busy"));
  assert.equal(wire.outstanding, 1);
  kernel.channels.w1.status(status("idle"));
  assert.equal(wire.outstanding, 0);
  assert.deepEqual(callbacks.heard, ["busy", "idle"]);
});

test("a control hears the kernel of the moment on the line it has always had", () => {
  const { wire, comm } = page();
  const heard = [];
  comm.on_msg((message) => heard.push(message));
  for (const name of ["first", "second"]) {
    const kernel = new Kernel();
    wire.bind(kernel);
    kernel.channels.w1.heard(name);
    wire.rest();
  }
  assert.deepEqual(heard, ["first", "second"]);
});

test("when the kernel goes, whoever waited is free and the message still counts", () => {
  const { wire, comm } = page();
  const kernel = new Kernel();
  wire.bind(kernel);
  wire.wake();
  const callbacks = idle();
  comm.send(update("a"), callbacks);
  wire.rest();
  assert.deepEqual(callbacks.heard, ["idle"]);
  assert.equal(wire.outstanding, 1);
  kernel.channels.w1.status(status("idle"));
  assert.equal(wire.outstanding, 1);
});

test("a line that breaks while sending frees its control", async () => {
  const { log, wire, comm } = page();
  const kernel = Object.assign(new Kernel(), { broken: true });
  wire.bind(kernel);
  wire.wake();
  const callbacks = idle();
  comm.send(update("a"), callbacks);
  await null;
  assert.deepEqual(callbacks.heard, ["idle"]);
  assert.equal(log.events.length, 1);
});

test("what is said during a replay is held back, and nothing is sent twice", () => {
  const { wire, comm } = page();
  comm.send(update("before"));
  const kernel = new Kernel();
  wire.bind(kernel);
  assert.equal(wire.events().length, 1);
  comm.send(update("meanwhile"));
  const held = wire.wake();
  assert.deepEqual(held, [["w1", { method: "update", state: { value: "meanwhile" } }]]);
  held.forEach((event) => wire.send(event));
  assert.equal(kernel.sent.length, 1);
  assert.equal(wire.outstanding, 1);
  kernel.channels.w1.status(status("idle"));
  assert.equal(wire.outstanding, 0);
});

test("files and questions about state are not kept", () => {
  const { log, comm } = page();
  comm.send({ method: "request_state" });
  comm.send(update("a"), undefined, undefined, [new ArrayBuffer(1)]);
  assert.deepEqual(log.events, []);
});

test("a control that the kernel makes gets the kernel's line", () => {
  const { wire } = page();
  const kernel = new Kernel();
  wire.bind(kernel);
  wire.wake();
  const comm = wire.adopt("w9", kernel.channel("w9"));
  assert.equal(wire.comm("w9"), comm);
  comm.send(update("a"));
  assert.equal(kernel.sent.length, 1);
});
