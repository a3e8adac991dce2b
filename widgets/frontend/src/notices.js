// What a learner is told about the connection: one calm sentence, and at most two buttons.

import { texts } from "./page.js";

function paragraph(sentence) {
  const element = document.createElement("p");
  element.textContent = sentence;
  return element;
}

function button(words, quiet = false) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = quiet ? "cc-button cc-quiet" : "cc-button";
  element.textContent = words;
  return element;
}

function tapped(element) {
  return new Promise((resolve) => { element.addEventListener("click", resolve, { once: true }); });
}

export class Notices {
  #visit;
  #startOver;

  /** `startOver` forgets all answers and opens the lesson anew. */
  constructor(visit, startOver) {
    this.#visit = visit;
    this.#startOver = startOver;
  }

  get #place() {
    return document.querySelector("[data-connection]");
  }

  none() {
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }

  lost() {
    this.#say(texts.connectionWait);
  }

  turn(turn) {
    this.#say(texts.waitTurn.replace("{turn}", turn));
  }

  busy() {
    this.#say(texts.waitBusy);
  }

  cannotStart() {
    this.#say(texts.kernelFailed);
  }

  /** The visit was refused for good, unless the learner wants to try again. */
  refused() {
    return this.#ask(texts.kernelFailed, button(texts.goOn));
  }

  /** The kernel ended; one tap goes on. */
  stopped() {
    return this.#ask(texts.kernelStopped, button(texts.goOn));
  }

  /** Bringing the answers back ended the kernel: again, or without them. */
  failedReplay() {
    const again = button(texts.startOver, true);
    again.addEventListener("click", this.#startOver);
    return this.#ask(texts.replayFailed, button(texts.goOn), again);
  }

  /** Only the class gets in: with its code this page opens again. */
  code() {
    const link = document.createElement("a");
    link.className = "cc-button";
    const here = encodeURIComponent(location.pathname + location.search);
    link.href = `${this.#visit.base}entrar?a=${here}`;
    link.textContent = texts.enterCode;
    return this.#ask(texts.needCode, link);
  }

  /** The lesson changed since this page was sent: open it again, by itself only once. */
  otherVersion() {
    const { lesson, region, version } = this.#visit;
    const key = `cuentas.recarga.${region}.${lesson}`;
    try {
      if (sessionStorage.getItem(key) !== version) {
        sessionStorage.setItem(key, version);
        location.reload();
        return new Promise(() => {});
      }
    } catch {
      // Without a memory of having tried, a person decides.
    }
    const reload = button(texts.reload);
    reload.addEventListener("click", () => location.reload());
    return this.#ask(texts.lessonChanged, reload);
  }

  /** Answers of another version of the lesson were let go. */
  outdated() {
    this.#above(texts.answersOutdated);
  }

  /** The phone keeps nothing, whatever the course promises. */
  forgetful() {
    this.#above(texts.cannotKeep);
  }

  #above(sentence) {
    const line = paragraph(sentence);
    line.className = "cc-notice";
    line.setAttribute("role", "status");
    document.querySelector("main").prepend(line);
  }

  #say(sentence, ...controls) {
    if (!this.#place.hidden && this.#place.firstChild?.textContent === sentence && !controls.length) return;
    this.#place.replaceChildren(paragraph(sentence), ...controls);
    this.#place.hidden = false;
  }

  async #ask(sentence, first, ...others) {
    this.#say(sentence, first, ...others);
    await tapped(first);
    first.disabled = true;
  }
}
