// What the learner did in a lesson, kept on this phone so that it can be done again.
//
// Only the order of events matters, so a log is replayed whole, from the lesson's opening, into
// a kernel that nobody has touched. The tab's own storage wins over the phone's: two open tabs
// each keep their own answers, and a new tab goes on from the last one where something was done,
// with what another one answered elsewhere on the page. Each region has a log of its own.

const OURS = "cuentas."; // all that the course keeps on a phone
const PREFIX = "cuentas.respuestas.";
const CLEARED = "cuentas.borrado";
export const MOST_BYTES = 160_000; // a frame to the server holds 256 kB
const PAUSE = 250;
const LEEWAY = 60_000;

const encoder = new TextEncoder();
const bytesOf = (event) => encoder.encode(JSON.stringify(event)).length + 1;
const bytesOfAll = (events) => events.reduce((sum, event) => sum + bytesOf(event), 0);
const keysOf = ({ state }) => Object.keys(state).sort().join();

const aimOf = ([id, data]) => (data.method === "update" ? `${id} ${keysOf(data)}` : null);
const choiceOf = (query) => ["", { method: "follow", query }];
const isFollow = (event) => event?.[1].method === "follow";
const isClick = (event) => event[1].method === "custom";

/** Whether something was done later than something else. A stamp far ahead is a wrong clock's. */
const isLater = (stamp, other) => stamp > other && stamp < Date.now() + LEEWAY;

/** A storage that may be full, forbidden or absent; `set` says whether it was kept. */
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
    set: (key, value) => attempt((place) => {
      place.setItem(key, value);
      return true;
    }) ?? false,
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

/** How many events two logs have in common before they part. */
function sharedBy(events, others) {
  const place = events.findIndex((event, at) => JSON.stringify(event) !== JSON.stringify(others[at]));
  return place < 0 ? events.length : place;
}

export class EventLog {
  #stores;
  #key;
  #page;
  #isChoice;
  #groupOf;
  #timer = null;
  #sealed = 0;
  #bytes = 0;
  #isNews = false;
  #epoch = null;
  /** Called once if the phone keeps nothing of what is done here. */
  onForgetful = () => {};

  /**
   * @param {{lesson: string, region: string, version: string, query: string}} visit  the open page
   * @param {Array<() => Storage>} storages  the tab's, then the phone's
   * @param {(id: string) => boolean} isChoice  whether a control decides the district or the year
   * @param {(id: string) => string|undefined} groupOf  which controls belong together; undefined
   *   for one that the page did not have when it opened
   */
  constructor(visit, storages, isChoice = () => false, groupOf = (id) => id) {
    this.#stores = storages.map(careful);
    this.#key = `${PREFIX}${visit.region}.${visit.lesson}`;
    this.#groupOf = ([id]) => groupOf(id);
    this.#page = visit.query;
    this.#isChoice = ([id]) => id === "" || isChoice(id);
    this.version = visit.version;
    const kept = this.#read() ?? { query: visit.query, born: Date.now(), events: [] };
    this.#epoch = this.#phone.get(CLEARED);
    /** The choice with which the events began. */
    this.query = kept.query;
    this.answers = Boolean(kept.answers);
    /** Replays begun since the last one that worked. */
    this.tries = kept.tries ?? 0;
    this.events = kept.events;
    this.born = kept.born;
    /** When the learner last did something. */
    this.changed = kept.changed ?? 0;
    this.#measure();
    this.seal();
    if (this.events.length && visit.query) this.#follow(visit.query);
  }

  /** What brings a kernel that opened as this page did to where the learner was. */
  path() {
    const isElsewhere = this.events.length > 0 && this.query !== this.#page;
    return isElsewhere ? [choiceOf(this.query), ...this.events] : this.events;
  }

  /** Note one event; `isAnswer` says whether losing it would be a pity. */
  add(id, data, isAnswer = false) {
    this.answers ||= isAnswer;
    this.#isNews = true;
    this.changed = Math.max(Date.now(), this.changed + 1);
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

  /** Forget the answers of every lesson on this phone, in other tabs too, and the district. */
  clear() {
    this.forget();
    for (const store of this.#stores) {
      for (const key of store.keys()) if (key.startsWith(OURS)) store.remove(key);
    }
    // A word and not a time: clocks of phones jump.
    this.#epoch = Math.random().toString(36).slice(2);
    this.#phone.set(CLEARED, this.#epoch);
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

  /**
   * Write now what would be written in a moment. The tab's own storage always takes it; the
   * phone's only what a learner did here, and nothing older than what it has.
   */
  save() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.events.length) return;
    const { version, query, born, changed, answers, tries, events } = this;
    const whole = { version, query, born, changed, answers, tries, events, epoch: this.#epoch };
    for (const store of this.#stores.slice(0, -1)) store.set(this.#key, JSON.stringify(whole));
    if (this.#isNews && !this.#isOld()) {
      const together = this.#withOthers(parsed(this.#phone.get(this.#key)));
      const isKept = this.#phone.set(this.#key, JSON.stringify({ ...whole, events: together, tries: 0 }));
      if (!isKept) {
        this.onForgetful();
        this.onForgetful = () => {};
      }
    }
    this.#isNews = false;
  }

  /**
   * The events with those of another tab, since both parted, that concern groups of controls not
   * used here. Controls that a lesson makes on its way are named in the order in which they
   * come, and a district changes what is there: where this tab has such, nothing is added.
   */
  #withOthers(kept) {
    if (kept?.version !== this.version || kept.query !== this.query) return this.events;
    const apart = sharedBy(this.events, kept.events);
    const mine = this.events.slice(apart);
    const isFixed = (event) => !this.#isChoice(event) && this.#groupOf(event) !== undefined;
    if (!mine.every(isFixed)) return this.events;
    const used = new Set(mine.map(this.#groupOf));
    const isTheirs = (event) => isFixed(event) && !used.has(this.#groupOf(event));
    const others = kept.events.slice(apart).filter(isTheirs);
    const whole = [...this.events.slice(0, apart), ...others, ...mine];
    return bytesOfAll(whole) <= MOST_BYTES ? whole : this.events;
  }

  /** Whether the phone has something later. */
  #isOld() {
    const kept = parsed(this.#phone.get(this.#key));
    if (!kept) return false;
    if (kept.epoch !== this.#epoch) return false;
    if (kept.version !== this.version) return isLater(kept.born, this.born);
    return isLater(kept.changed, this.changed);
  }

  /** The page's address asks for a choice: after all that was done, it is taken. */
  #follow(query) {
    while (isFollow(this.events[this.events.length - 1])) this.#bytes -= bytesOf(this.events.pop());
    this.#append(choiceOf(query));
  }

  #append(event) {
    const size = bytesOf(event);
    if (size > MOST_BYTES) return;
    const last = this.events.length - 1;
    const isMore = last >= this.#sealed && aimOf(event) && aimOf(event) === aimOf(this.events[last]);
    if (isMore) this.#bytes -= bytesOf(this.events.pop());
    this.events.push(event);
    this.#bytes += size;
    if (this.#bytes > MOST_BYTES) this.#shorten();
    this.#timer ??= setTimeout(() => this.save(), PAUSE);
  }

  /**
   * What was overwritten later on goes, then choices that a later address overrules, then clicks,
   * then what is oldest. The last choice of a district stays.
   */
  #shorten() {
    const lasts = new Map(this.events.map((event, place) => [aimOf(event), place]));
    const ruling = this.events.map(isFollow).lastIndexOf(true);
    const isChoice = this.#isChoice;
    const overruled = new Set(this.events.slice(0, Math.max(0, ruling)).filter(isChoice));
    const isOverwritten = (event, place) =>
      aimOf(event) && !isChoice(event) && lasts.get(aimOf(event)) !== place;
    this.#drop(isOverwritten, 0);
    this.#drop((event) => overruled.has(event));
    this.#drop((event) => isClick(event) && !isChoice(event));
    this.#drop((event) => !isChoice(event));
    this.#drop((event) => !isFollow(event));
    this.seal();
  }

  /** Drop what `goes`, the oldest first, until no more than `limit` bytes are left. */
  #drop(goes, limit = MOST_BYTES) {
    this.events = this.events.filter((event, place) => {
      if (this.#bytes <= limit || !goes(event, place)) return true;
      this.#bytes -= bytesOf(event);
      return false;
    });
  }

  #measure() {
    this.#bytes = bytesOfAll(this.events);
  }

  /** What was kept for this version of the lesson; what another one left is of no use. */
  #read() {
    const epoch = this.#phone.get(CLEARED);
    const found = this.#stores
      .map((store) => ({ store, kept: parsed(store.get(this.#key)) }))
      .filter(({ kept }) => kept && (kept.epoch ?? null) === epoch);
    const fitting = found.find(({ kept }) => kept.version === this.version);
    const others = found.filter(({ kept }) => kept.version !== this.version);
    for (const { store } of others) store.remove(this.#key);
    /** Whether answers had to be let go because the lesson is another one now. */
    this.outdated = !fitting && others.some(({ kept }) => kept.answers);
    return fitting?.kept ?? null;
  }

  #remove() {
    for (const store of this.#stores) store.remove(this.#key);
  }

  get #phone() {
    return this.#stores[this.#stores.length - 1];
  }
}
