// The lines between controls and whichever kernel serves them at the moment.

const IDLE = { content: { execution_state: "idle" } };
const WIDGETS = "jupyter.widget";

/** A control's line: the control keeps it for ever, kernels come and go behind it. */
export class DurableComm {
  #wire;
  #channel = null;
  #unanswered = new Set();
  #heard = null;
  #closed = null;

  constructor(id, wire) {
    this.comm_id = id;
    this.target_name = WIDGETS;
    this.#wire = wire;
  }

  on_msg(callback) {
    this.#heard = callback;
  }

  on_close(callback) {
    this.#closed = callback;
  }

  /** Called by the control: noted on the phone, and sent if there is a kernel. */
  send(data, callbacks, metadata, buffers) {
    if (this.#wire.post(this.comm_id, data, buffers)) {
      return this.deliver(data, callbacks, metadata, buffers);
    }
    // The control counts the message as sent only after this returns.
    queueMicrotask(() => callbacks?.iopub?.status?.(IDLE));
    return "";
  }

  /** Send without noting; the wire is told when the kernel has dealt with it. */
  deliver(data, callbacks, metadata, buffers) {
    const answered = (message) => {
      if (message.content.execution_state === "idle") this.#settle(answered);
      callbacks?.iopub?.status?.(message);
    };
    this.#unanswered.add(answered);
    const { shell, input, iopub } = callbacks ?? {};
    try {
      return this.#channel.send(data, { shell, input, iopub: { ...iopub, status: answered } }, metadata, buffers);
    } catch {
      queueMicrotask(() => this.#unanswered.has(answered) && answered(IDLE));
      return "";
    }
  }

  close(...parameters) {
    this.#wire.drop(this.comm_id);
    return this.#channel?.close(...parameters) ?? "";
  }

  bind(channel) {
    this.#channel = channel;
    channel.on_msg((message) => this.#heard?.(message));
    channel.on_close((message) => this.#closed?.(message));
  }

  /** The kernel is gone: whoever waits for its answer stops waiting. */
  unbind() {
    this.#channel = null;
    for (const answered of this.#unanswered) {
      this.#unanswered.delete(answered);
      answered(IDLE);
    }
  }

  #settle(answered) {
    if (this.#unanswered.delete(answered)) this.#wire.answered();
  }
}

/** All lines of a page, and the log that every message goes to. */
export class Wire {
  #log;
  #isAnswer;
  #comms = new Map();
  #connection = null;
  #held = [];

  /**
   * @param log  an EventLog
   * @param {(id: string) => boolean} isAnswer  whether a control holds what a learner thought
   */
  constructor(log, isAnswer = () => false) {
    this.#log = log;
    this.#isAnswer = isAnswer;
    this.live = false;
    /** Messages that no kernel is known to have dealt with. */
    this.outstanding = 0;
  }

  comm(id) {
    if (!this.#comms.has(id)) this.adopt(id, this.#connection?.channel(id));
    return this.#comms.get(id);
  }

  /** A line for a control that the kernel has just made. */
  adopt(id, channel) {
    const comm = new DurableComm(id, this);
    if (channel) comm.bind(channel);
    this.#comms.set(id, comm);
    return comm;
  }

  drop(id) {
    this.#comms.delete(id);
  }

  /** Note a message; whether it can be sent right away. Files are not kept. */
  post(id, data, buffers) {
    const { method } = data;
    if (buffers?.length || (method !== "update" && method !== "custom")) return this.live;
    const event = method === "update" ? { method, state: data.state } : { method, content: data.content };
    this.#log.add(id, event, this.#isAnswer(id));
    this.outstanding += 1;
    if (!this.live) this.#held.push([id, event]);
    return this.live;
  }

  answered() {
    this.outstanding = Math.max(0, this.outstanding - 1);
  }

  /** Speak with the kernel behind `connection`; what is posted meanwhile is held back. */
  bind(connection) {
    this.#connection = connection;
    for (const [id, comm] of this.#comms) comm.bind(connection.channel(id));
  }

  /** All that is to be replayed; only what comes later is still to be sent. */
  events() {
    this.#log.seal();
    this.#held = [];
    this.outstanding = 0;
    return this.#log.path();
  }

  /** From now on messages are sent. What was held back meanwhile is given back, to be sent. */
  wake() {
    this.live = true;
    return this.#held.splice(0);
  }

  send([id, data]) {
    this.#comms.get(id)?.deliver(data);
  }

  rest() {
    this.live = false;
    this.#connection = null;
    for (const comm of this.#comms.values()) comm.unbind();
  }
}
