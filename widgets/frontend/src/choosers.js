// Which controls of a lesson decide the district and the year, and which stand together.

const MODEL = "IPY_MODEL_";
const OPENING = "cc-open"; // only unfolds the map

const childrenOf = (control) => (control?.state.children ?? []).map((child) => child.replace(MODEL, ""));
const hasClass = (control, name) => control?.state._dom_classes?.includes(name);

/** Names of all controls inside a chooser, from the states that a page holds. */
export function choosersOf(states) {
  const found = new Set();
  const visit = (id) => {
    if (found.has(id) || hasClass(states[id], OPENING)) return;
    found.add(id);
    for (const child of childrenOf(states[id])) visit(child);
  };
  Object.keys(states).filter((id) => hasClass(states[id], "cc-chooser")).forEach(visit);
  return found;
}

/** The box in which each control stands, by the control's name; one in no box stands for itself. */
export function boxesOf(states) {
  const boxes = new Map(Object.keys(states).map((id) => [id, id]));
  for (const [id, control] of Object.entries(states)) {
    for (const child of childrenOf(control)) boxes.set(child, id);
  }
  return boxes;
}
