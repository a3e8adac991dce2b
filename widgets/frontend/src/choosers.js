// Which controls of a lesson decide the district and the year.

const MODEL = "IPY_MODEL_";
const OPENING = "cc-open"; // only unfolds the map

const hasClass = (control, name) => control?.state._dom_classes?.includes(name);

/** Names of all controls inside a chooser, from the states that a page holds. */
export function choosersOf(states) {
  const found = new Set();
  const visit = (id) => {
    if (found.has(id) || hasClass(states[id], OPENING)) return;
    found.add(id);
    for (const child of states[id]?.state.children ?? []) visit(child.replace(MODEL, ""));
  };
  Object.keys(states).filter((id) => hasClass(states[id], "cc-chooser")).forEach(visit);
  return found;
}
