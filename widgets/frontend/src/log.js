// What the learner did in a lesson, kept on this phone so that it can be done again.
//
// Only the order of events matters, so a log is replayed whole, from the lesson's opening, into
// a kernel that nobody has touched. The tab's own storage wins over the phone's: two open tabs
// each keep their own answers, and a new tab goes on from the last one that wrote.

const PREFIX = "cuentas.respuestas.";
const CLEARED = "cuentas.borrado";
export const MOST_BYTES = 160_000; // a frame to the server holds 256 kB
const PAUSE = 250;

const encoder = new TextEncoder();
const bytesOf = (event) => encoder.encode(JSON.stringify(event)).length + 1;
const keysOf = ({ state }) => Object.keys(state).sort().join();

function sameAim([id, data], [otherId, other]) {
  if (id !== otherId || data.method !== other.method) return false;
  return data.method === "follow" || (data.method === "update" && keysOf(data) === keysOf(other));
}

/** A storage that may be full, forbidden or absent, and never says so. */
function careful(storage) {
  const attempt = (action) => {
    try {
      return action(storage?.());
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => attempt((place) => place?.getItem(key)) ?? null,
    set: (key, value) => attempt((place) => place?.setItem(key, value)),
    remove: (key) => attempt((place) => place?.removeItem(key)),
    keys: () => attempt((place) => Object.keys(place ?? {})) ?? [],
  };
}

function parsed(text) {
  try {
    const stored = JSON.parse(text);
    return Array.isArray(stored?.events) ? stored : null;
  } catch {
    return null;
  }
}

export class EventLog {
  #stores;
  #key;
  #timer = null;
  #sealed = 0;
  #bytes = 0;

  /**
   * @param {{lesson: string, version: string, query: string}} visit  the page that is open
   * @param {Array<() => Storage>} storages  the tab's, then the phone's
   */
  constructor(visit, storages) {
    this.#stores = storages.map(careful);
    this.#key = PREFIX + visit.lesson;
    const kept = this.#read();
    const fits = kept?.version === visit.version;
    /** Whether answers had to be let go because the lesson is another one now. */
    this.outdated = Boolean(kept?.answers && !fits);
    this.version = visit.version;
    /** The choice with which the events began. */
    this.query = fits ? kept.query : visit.query;
    this.answers = fits && Boolean(kept.answers);
    /** Replays begun since the last one that worked. */
    this.tries = fits ? (kept.tries ?? 0) : 0;
    this.events = fits ? kept.events : [];
    this.born = fits ? kept.born : Date.now();
    this.#measure();
    this.seal();
    if (kept && !fits) this.#remove();
    if (this.events.length && visit.query) this.follow(visit.query);
  }

  /** The page's address asks for a choice: after all that was done, it is taken. */
  follow(query) {
    this.#append(["", { method: "follow", query }]);
  }

  /** Note one event; `isAnswer` says whether losing it would be a pity. */
  add(id, data, isAnswer = false) {
    this.answers ||= isAnswer;
    this.#append([id, data]);
  }

  /** Events so far stay as they are: later ones are not merged into them. */
  seal() {
    this.#sealed = this.events.length;
  }

  replayBegins() {
    this.tries += 1;
    this.save();
  }

  replayEnded() {
    this.tries = 0;
    this.save();
  }

  /** Forget the answers of every lesson on this phone, in other tabs too. */
  clear() {
    this.forget();
    for (const store of this.#stores) {
      for (const key of store.keys()) if (key.startsWith(PREFIX)) store.remove(key);
    }
    this.#phone.set(CLEARED, String(Date.now()));
  }

  /** Forget the events of this tab. */
  forget() {
    clearTimeout(this.#timer);
    this.events = [];
    this.answers = false;
    this.tries = 0;
    this.#measure();
    this.seal();
    this.#remove();
  }

  /** Whether a change of the phone's storage means that another tab cleared the answers. */
  static isClearing(change) {
    return change.key === CLEARED || change.key === null;
  }

  /** Write now what would be written in a moment. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.events.length) return;
    const { version, query, born, answers, tries, events } = this;
    const text = JSON.stringify({ version, query, born, answers, tries, events });
    for (const store of this.#stores) store.set(this.#key, text);
  }

  #append(event) {
    const size = bytesOf(event);
    if (size > MOST_BYTES) return;
    const last = this.events.length - 1;
    if (last >= this.#sealed && sameAim(this.events[last], event)) {
      this.#bytes -= bytesOf(this.events[last]);
      this.events[last] = event;
    } else {
      this.events.push(event);
    }
    this.#bytes += size;
    if (this.#bytes > MOST_BYTES) this.#shorten();
    this.#timer ??= setTimeout(() => this.save(), PAUSE);
  }

  /** First what was overwritten later on goes, then what is oldest. */
  #shorten() {
    const aims = new Set();
    const isLast = ([id, data]) => {
      if (data.method !== "update") return true;
      const aim = `${id} ${keysOf(data)}`;
      return !aims.has(aim) && Boolean(aims.add(aim));
    };
    this.events = this.events.reverse().filter(isLast).reverse();
    this.#measure();
    while (this.#bytes > MOST_BYTES) this.#bytes -= bytesOf(this.events.shift());
    this.seal();
  }

  #measure() {
    this.#bytes = this.events.reduce((sum, event) => sum + bytesOf(event), 0);
  }

  #read() {
    const cleared = Number(this.#phone.get(CLEARED) ?? 0);
    const found = this.#stores.map((store) => parsed(store.get(this.#key)));
    return found.find((kept) => kept && !(kept.born < cleared)) ?? null;
  }

  #remove() {
    for (const store of this.#stores) store.remove(this.#key);
  }

  get #phone() {
    return this.#stores[this.#stores.length - 1];
  }
}
