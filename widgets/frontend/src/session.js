// A learner's time with a lesson: find a kernel, bring the answers back, and go on after
// whatever happens to the phone, the Wi-Fi, the kernel or the server.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
const CHECK_PATIENCE = 5000;
const UNANSWERED_PATIENCE = 10_000;
const JUST_WOKEN = 15_000;
const TRIES_BEFORE_ASKING = 2;
const SETTLE_PAUSE = 50;
const SETTLE_TRIES = 200;

/** A pause that grows with `tries` and is never the same on thirty phones at once. */
export function pauseBefore(tries, chance = Math.random()) {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries) * (0.5 + chance);
}

export class Session {
  #tools;
  #kept = null;
  #unsettled = new Set();
  #connection = null;
  #arriving = null;
  #wokeAt = -Infinity;
  #interrupt = () => {};

  /**
   * @param tools  log, wire, manager, server, notices, connect(id) -> Connection, drawn (settles
   *   when all controls are there), wanted (settles when somebody touches one, or has a past to
   *   bring back), show(live) -> mark the page, clock() -> milliseconds
   */
  constructor(tools) {
    this.#tools = tools;
  }

  /** Live, be lost, live again: as long as the page is open. */
  async run() {
    const { log, notices, drawn, wanted, show } = this.#tools;
    const first = await Promise.race([wanted, drawn.then(() => "drawn")]);
    if (first === "drawn") show("yes"); // the page is true as it is: nobody has to be asked
    await wanted;
    if (log.tries >= TRIES_BEFORE_ASKING) await drawn.then(() => this.#afterFailedReplay());
    for (;;) {
      this.#connection = await this.#arrive();
      notices.none();
      this.#tools.show("yes");
      const watch = setInterval(() => this.#watchAnswers(), UNANSWERED_PATIENCE);
      const { dead } = await this.#connection.lost;
      clearInterval(watch);
      await this.#leave(dead);
    }
  }

  /** The id of the kernel, once it has dealt with all that was sent; null if it cannot be had. */
  async settled() {
    for (let tries = 0; tries < SETTLE_TRIES; tries += 1) {
      if (this.#connection && this.#tools.wire.live && !this.#tools.wire.outstanding) return this.#connection.id;
      await new Promise((resolve) => { setTimeout(resolve, SETTLE_PAUSE); });
    }
    return null;
  }

  /** The phone is in use again, or has a network again: do not wait any longer. */
  wake() {
    this.#wokeAt = this.#tools.clock();
    this.#interrupt();
    this.#connection?.check(CHECK_PATIENCE);
  }

  /** The phone says that it has no network, or the page goes away. */
  sleep() {
    this.#wokeAt = this.#tools.clock();
    this.#arriving?.close();
    this.#connection?.close();
  }

  /** Give the kernel back, also one that is still arriving: the page is closing. */
  release() {
    if (this.#connection) this.#tools.server.release(this.#connection.id);
    this.#releaseUnsettled();
    this.sleep();
  }

  async #arrive() {
    for (let tries = 0; ; tries += 1) {
      const kernel = await this.#kernel(tries);
      if (!kernel) continue;
      this.#unsettled.add(kernel.id);
      const connection = this.#tools.connect(kernel.id);
      this.#arriving = connection;
      try {
        await this.#settleIn(connection, kernel.isNew);
        this.#unsettled.delete(kernel.id);
        this.#arriving = null;
        return connection;
      } catch (error) {
        connection.close();
        this.#tools.wire.rest();
        await this.#afterFailure(kernel, error, tries);
      }
    }
  }

  async #settleIn(connection, isNew) {
    const { wire, log, manager, drawn } = this.#tools;
    await Promise.all([connection.ready(), drawn]);
    connection.onNewControl((id, channel, message) => {
      log.seal();
      return manager.handle_comm_open(wire.adopt(id, channel), message);
    });
    wire.bind(connection);
    if (isNew) await this.#bringBack(connection);
    for (const event of wire.wake()) {
      await manager.again(...event);
      wire.send(event);
    }
  }

  async #bringBack(connection) {
    const { wire, log, manager } = this.#tools;
    const events = wire.events();
    if (!events.length) return;
    log.replayBegins();
    await manager.take(await connection.replay([...events]));
    log.replayEnded();
  }

  /** The kernel to speak with: the one from before, or the one that a visit gives. */
  async #kernel(tries) {
    if (this.#kept) {
      const id = this.#kept;
      this.#kept = null;
      return { id, isNew: false };
    }
    this.#releaseUnsettled();
    const answer = await this.#tools.server.ask();
    if (answer.status) this.#unsettled.clear();
    if (answer.status === 201) return { id: answer.kernel, isNew: true };
    await this.#postponed(answer, tries);
    return null;
  }

  /** Nobody will speak with these kernels. Told again until the server can be reached. */
  #releaseUnsettled() {
    for (const id of this.#unsettled) this.#tools.server.release(id);
  }

  async #postponed(answer, tries) {
    const { notices, show, drawn } = this.#tools;
    await drawn;
    const pause = Math.max(1, answer.seconds ?? 0) * 1000 * (1 + Math.random() / 4);
    show(answer.turn ? "waiting" : "no");
    if (answer.turn) notices.turn(answer.turn);
    else if (answer.status === 429) notices.busy();
    else if (answer.status === 403 && answer.error !== "origen") return notices.code();
    else if (answer.status === 409) return notices.otherVersion();
    else if (answer.status === 0) notices.lost();
    else if (answer.status === 503) notices.cannotStart();
    else return notices.refused();
    return this.#pause(answer.status ? pause : pauseBefore(tries));
  }

  /** What could not be brought back because its kernel ended is not tried again unasked. */
  async #afterFailure(kernel, error, tries) {
    const { log, server, notices, show } = this.#tools;
    const tried = log.tries > 0;
    const state = error.dead ? "gone" : await server.stateOf(kernel.id);
    if (state === "lives") server.release(kernel.id);
    if (state !== "unreachable") this.#unsettled.delete(kernel.id);
    if (tried && state === "gone" && !this.#isAway) return this.#afterFailedReplay();
    log.replayEnded();
    if (tries) {
      show("no");
      notices.lost();
    }
    return this.#pause(pauseBefore(tries));
  }

  async #afterFailedReplay() {
    this.#tools.show("no");
    await this.#tools.notices.failedReplay();
  }

  async #leave(dead) {
    const { wire, server, notices, show } = this.#tools;
    const { id } = this.#connection;
    this.#connection = null;
    wire.rest();
    let state = dead ? "gone" : await server.stateOf(id);
    const sudden = state === "gone" && !this.#isAway;
    for (let tries = 0; state === "unreachable"; tries += 1) {
      show("no");
      notices.lost();
      await this.#pause(pauseBefore(tries));
      state = await server.stateOf(id);
    }
    if (state === "lives" && wire.outstanding === 0) this.#kept = id;
    else if (state === "lives") server.release(id);
    if (sudden) {
      show("no");
      await notices.stopped();
    }
  }

  #watchAnswers() {
    if (this.#tools.wire.outstanding > 0) this.#connection.check(CHECK_PATIENCE);
  }

  get #isAway() {
    return this.#tools.clock() - this.#wokeAt < JUST_WOKEN;
  }

  #pause(time) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      this.#interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
