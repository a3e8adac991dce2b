// «Guardar imagen»: the figure as it stands now, drawn by the class's computer.

import { texts } from "./page.js";

/** Offer it under every figure, also those that are drawn later. */
export function pictures(visit, session) {
  document.documentElement.dataset.pictures = "yes";
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-picture]");
    if (!link) return;
    event.preventDefault();
    const kernel = await session.settled();
    const address = `${visit.base}api/kernels/${kernel}/imagen/${link.dataset.picture}.png`;
    if (!kernel || !(await saved(address))) link.textContent = texts.pictureFailed;
  });
}

async function saved(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) return false;
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "figura.png";
    const file = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement("a"), { href: file, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    return true;
  } catch {
    return false;
  }
}
