// One open line to one kernel. It ends once and for good; the session then opens another.

import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";
import { shims } from "@jupyter-widgets/base";

const WIDGETS = "jupyter.widget";
const VISIT = "cuentas.visita";
const CONTROL = "jupyter.widget.control";
const DEAD = ["dead", "restarting", "autorestarting"];
const SLOW_LINK = 30_000;

/** Settle like `promise`, or fail after `time` milliseconds. */
export function within(time, promise) {
  return Promise.race([
    promise,
    new Promise((_resolve, reject) => setTimeout(() => reject(new Error("too late")), time)),
  ]);
}

export class Connection {
  #kernel;
  #end;

  /** Resolves with `{dead}` when the line ends: with its kernel, or for the network's sake. */
  lost = new Promise((resolve) => { this.#end = resolve; });

  constructor(id, baseUrl) {
    this.id = id;
    this.#kernel = new KernelConnection({
      model: { id, name: "" },
      serverSettings: ServerConnection.makeSettings({
        baseUrl,
        wsUrl: baseUrl.replace(/^http/, "ws"),
        appendToken: false,
      }),
      // The session itself asks whether the kernel lives: here a closed line is an ended one.
      kernelAPIClient: { getModel: () => Promise.reject(new Error("closed")) },
      kernelSpecAPIClient: {},
      commsOverSubshells: "disabled",
    });
    this.#kernel.connectionStatusChanged.connect((_sender, status) => {
      if (status !== "connected") this.close();
    });
    this.#kernel.statusChanged.connect((_sender, status) => {
      if (DEAD.includes(status)) this.close(this.#wasOpen);
    });
  }

  get #wasOpen() {
    return this.#kernel.connectionStatus === "connected";
  }

  /** Resolves when the kernel answers. */
  async ready() {
    await this.#unlessLost(this.#kernel.info);
  }

  /** Whether the line is still good; a phone that slept may not know that it is cut. */
  async check(patience) {
    if (this.#kernel.isDisposed) return;
    try {
      await within(patience, this.#kernel.requestKernelInfo());
    } catch {
      this.close();
    }
  }

  channel(id) {
    return new shims.services.Comm(this.#kernel.createComm(WIDGETS, id));
  }

  /** Call `welcome(id, channel, message)` for each control that the kernel makes. */
  onNewControl(welcome) {
    this.#kernel.registerCommTarget(WIDGETS, (comm, message) =>
      welcome(comm.commId, new shims.services.Comm(comm), message));
  }

  /** Do all events again, in the kernel; the states of all that changed by it. */
  async replay(events) {
    const comm = this.#kernel.createComm(VISIT);
    const message = await this.#unlessLost(new Promise((resolve) => {
      comm.onMsg = resolve;
      comm.open({ events });
    }));
    return message.content.data.states ?? {};
  }

  /** The states of all controls, from a kernel whose page does not bring them. */
  async states() {
    await this.ready();
    const comm = this.#kernel.createComm(CONTROL);
    const message = await this.#unlessLost(new Promise((resolve) => {
      comm.onMsg = resolve;
      comm.open({}, { version: "1.0.0" });
      comm.send({ method: "request_states" });
    }));
    return { state: message.content.data.states, version_major: 2, version_minor: 0 };
  }

  close(dead = false) {
    this.#end({ dead });
    // Not inside the kernel connection's own handlers: they still read what this takes away.
    setTimeout(() => this.#kernel.dispose());
  }

  #unlessLost(promise) {
    const cut = this.lost.then(({ dead }) => {
      throw Object.assign(new Error("lost"), { dead });
    });
    return within(SLOW_LINK, Promise.race([promise, cut]));
  }
}
