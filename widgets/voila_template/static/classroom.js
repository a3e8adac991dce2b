// The projector page asks every few seconds how the class is doing.

try {
  localStorage.setItem("cuentas.facilita", "1"); // lessons on this laptop lead back to the wall
} catch {
  // without a memory there is the button of the browser
}

const SECONDS = 5;
const board = document.querySelector("[data-class-state]");
const lost = board.querySelector("[data-lost]");

const put = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

const list = (place, texts) => {
  const items = texts.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });
  place.replaceChildren(...items);
};

const show = (state) => {
  if ((state.address || "") !== board.dataset.address) location.reload();
  board.dataset.health = state.health;
  for (const place of board.querySelectorAll("[data-value]")) put(place, state[place.dataset.value]);
  for (const place of board.querySelectorAll("[data-values]")) list(place, state[place.dataset.values]);
};

const ask = async () => {
  const late = AbortSignal.timeout ? AbortSignal.timeout(SECONDS * 1000) : undefined;
  const answer = await fetch(board.dataset.classState, { cache: "no-store", signal: late });
  if (!answer.ok) throw new Error(String(answer.status));
  show(await answer.json());
};

const again = async () => {
  lost.hidden = await ask().then(
    () => true,
    () => false,
  );
  setTimeout(again, SECONDS * 1000);
};

setTimeout(again, SECONDS * 1000);
