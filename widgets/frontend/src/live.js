// Brings a lesson's page to life: draws its controls at once, and finds a kernel for them.

import { server, visit } from "./early.js"; // first, see there
import { boxesOf, choosersOf } from "./choosers.js";
import { offerClearing } from "./clear.js";
import { Wire } from "./comm.js";
import { Connection } from "./connection.js";
import { EventLog } from "./log.js";
import { LessonManager } from "./manager.js";
import { Notices } from "./notices.js";
import { states as readStates } from "./page.js";
import { show } from "./rest.js";
import { Session } from "./session.js";

const ANSWERS = ["CheckboxModel", "RadioButtonsModel", "TextModel", "TextareaModel", "ToggleButtonsModel"];

const answers = new Set();
let choosers = new Set();
let boxes = new Map();
const storages = [() => window.sessionStorage, () => window.localStorage];
const log = new EventLog(visit, storages, (id) => choosers.has(id), (id) => boxes.get(id));
const wire = new Wire(log, (id) => answers.has(id));
const manager = new LessonManager(wire);

// Without the district in its address: the next person has another one.
function openAnew() {
  location.replace(visit.opening);
}

function startOver() {
  log.clear();
  openAnew();
}

/** Draw all controls. A fault in one must not keep the others from their kernel. */
async function draw() {
  const states = readStates();
  choosers = choosersOf(states.state);
  boxes = boxesOf(states.state);
  for (const [id, { model_name: name }] of Object.entries(states.state)) {
    if (ANSWERS.includes(name)) answers.add(id);
  }
  try {
    await manager.set_state(states);
    await manager.draw();
  } catch (error) {
    console.error(error);
  }
  document.documentElement.dataset.results = "settled";
}

const wholePage = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve);
});

/** Phone and browser tell when the line may be cut, and when it is worth trying again. */
function listen(session) {
  window.addEventListener("online", () => session.wake());
  window.addEventListener("pageshow", (event) => event.persisted && session.wake());
  window.addEventListener("offline", () => session.sleep());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") session.wake();
    else log.save();
  });
  window.addEventListener("pagehide", () => {
    log.save();
    session.release();
  });
  window.addEventListener("storage", (change) => EventLog.isClearing(change) && startOverElsewhere());
}

// Another tab forgot the answers: this one has them no longer either.
function startOverElsewhere() {
  log.forget();
  openAnew();
}

function start() {
  const drawn = wholePage.then(draw);
  const notices = new Notices(visit, startOver);
  const session = new Session({
    log,
    wire,
    manager,
    notices,
    show,
    drawn,
    server,
    connect: (id) => new Connection(id, new URL(visit.base, location.href).href),
    clock: () => performance.now(),
  });
  show("no");
  listen(session);
  session.run();
  wholePage.then(() => {
    offerClearing(startOver);
    if (log.outdated) notices.outdated();
  });
}

start();
