// What the server wrote into the page for this script.

function read(selector, otherwise) {
  const element = document.querySelector(selector);
  return element ? JSON.parse(element.textContent) : otherwise;
}

/** Sentences that a learner reads. */
export const texts = read("#cc-texts", {});

/** The lesson's name, region and version, its opening choice, and where visits begin. */
export const visit = () => read("#cc-visit", null);

/** State of every control as the lesson opens, in ipywidgets' form for embedding. */
export const states = () =>
  read('script[type="application/vnd.jupyter.widget-state+json"]', { state: {}, version_major: 2 });
