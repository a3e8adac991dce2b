// Listening: only voices that live in the phone.

import { all, one, texts } from "./dom.js";
import { isSpanish, sentencesOf, spoken } from "./spoken.js";

const READABLE = "h1, h2, h3, h4, p, li, figcaption";
const UNREAD = "details, .cc-foot, .cc-waiting, [hidden], .cc-actions, .cc-mark, .cc-eyebrow";
const listening = { voice: null, queue: [] };

function chooseVoice() {
  const spanish = speechSynthesis.getVoices().filter((voice) => voice.localService && isSpanish(voice.lang));
  const near = ["es-pe", "es-419", "es-mx", "es-us"];
  const rank = (voice) => (near.indexOf(voice.lang.toLowerCase().replace("_", "-")) + near.length + 1) % (near.length + 1);
  listening.voice = spanish.sort((a, b) => rank(a) - rank(b))[0] ?? null;
  all("[data-listen]").forEach((button) => { button.hidden = !listening.voice; });
}

function sentencesFromHere() {
  const readable = all(READABLE, one("main")).filter((element) => {
    const shown = element.offsetParent !== null && !element.closest(UNREAD);
    return shown && !one(READABLE, element);
  });
  const ahead = readable.filter((element) => element.getBoundingClientRect().bottom > 0);
  return ahead.flatMap((element) => sentencesOf(element.innerText));
}

function speakNext() {
  const sentence = listening.queue.shift();
  if (!sentence) return showListening(false);
  const utterance = new SpeechSynthesisUtterance(spoken(sentence));
  utterance.voice = listening.voice;
  utterance.lang = listening.voice.lang;
  utterance.rate = 0.95;
  utterance.onend = speakNext;
  speechSynthesis.speak(utterance);
  return showListening(true);
}

export function toggleListening() {
  const speaking = listening.queue.length > 0 || speechSynthesis.speaking;
  listening.queue = speaking ? [] : sentencesFromHere();
  if (speaking) {
    speechSynthesis.cancel();
    showListening(false);
  } else {
    speakNext();
  }
}

function showListening(active) {
  all("[data-listen]").forEach((button) => {
    button.textContent = active ? texts.stopListening : texts.listen;
  });
}

export function prepareListening() {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.addEventListener?.("voiceschanged", chooseVoice);
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
  chooseVoice();
}
