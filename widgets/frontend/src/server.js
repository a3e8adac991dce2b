// What is asked of the server besides the page: a visit, and whether a kernel still lives.

const PATIENCE = 12_000;
const RETRY_SECONDS = 5;

async function request(address, options) {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), PATIENCE);
  try {
    return await fetch(address, { ...options, signal: aborter.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function wordsOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

export class Server {
  #visit;
  #ticket;
  #early = null;
  #hasBeenGiven = false;

  constructor(visit) {
    this.#visit = visit;
  }

  /** Ask now what will be asked first: the answer waits for whoever asks. */
  askEarly() {
    this.#early ??= this.ask();
  }

  /** Ask for a kernel that opens as the page did: a status (0: nobody answers) and its details. */
  async ask() {
    const early = this.#early;
    this.#early = null;
    return early ?? this.#askNow();
  }

  async #askNow() {
    if (this.#visit.kernel) return this.#given();
    const { lesson, version, query, region, visits } = this.#visit;
    const body = JSON.stringify({ lesson, version, query, region, ticket: this.#ticket });
    const headers = { "Content-Type": "application/json" };
    try {
      const answer = await request(visits, { method: "POST", body, headers });
      const words = await wordsOf(answer);
      this.#ticket = words.ticket;
      return { status: answer.status, ...words, seconds: words.retry_seconds ?? RETRY_SECONDS };
    } catch {
      return { status: 0 };
    }
  }

  /** In Voilà the page comes with its kernel; where that has ended, only a new page helps. */
  #given() {
    if (this.#hasBeenGiven) {
      location.reload();
      return new Promise(() => {});
    }
    this.#hasBeenGiven = true;
    return { status: 201, kernel: this.#visit.kernel };
  }

  /** "lives", "gone", or "unreachable". */
  async stateOf(kernel) {
    try {
      const answer = await request(`${this.#visit.base}api/kernels/${kernel}`, { cache: "no-store" });
      if (answer.ok) return "lives";
      return answer.status < 500 ? "gone" : "unreachable";
    } catch {
      return "unreachable";
    }
  }

  /** Nobody needs this kernel any more; said even while the page closes. */
  release(kernel) {
    navigator.sendBeacon?.(`${this.#visit.base}voila/api/shutdown/${kernel}`);
  }
}
