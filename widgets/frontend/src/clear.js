// A phone is often shared: a quiet control at the end of the lesson forgets the answers.

import { texts } from "./page.js";

function button(words, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "cc-button cc-quiet";
  element.textContent = words;
  element.addEventListener("click", action);
  return element;
}

/** Offer to forget; `forget` is called only after a second yes. */
export function offerClearing(forget) {
  const place = document.querySelector(".cc-bottom");
  if (!place) return;
  const box = document.createElement("div");
  box.className = "cc-actions cc-clear";
  const offer = button(texts.clear, () => ask());
  const ask = () => {
    const question = document.createElement("p");
    question.textContent = texts.clearAsk;
    question.setAttribute("role", "status");
    const no = button(texts.clearNo, () => {
      box.replaceChildren(offer);
      offer.focus();
    });
    box.replaceChildren(question, button(texts.clearYes, forget), no);
    no.focus();
  };
  box.append(offer);
  place.append(box);
}
