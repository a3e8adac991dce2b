// Brings a lesson's page to life: draws its controls at once, and finds a kernel for them as soon
// as somebody touches one.

import { boxesOf, choosersOf } from "./choosers.js";
import { offerClearing } from "./clear.js";
import { Wire } from "./comm.js";
import { Connection } from "./connection.js";
import { EventLog } from "./log.js";
import { LessonManager } from "./manager.js";
import { Notices } from "./notices.js";
import { states as statesOfPage, visit as readVisit } from "./page.js";
import { pictures } from "./pictures.js";
import { show } from "./rest.js";
import { Server } from "./server.js";
import { Session } from "./session.js";
import { onFirstTouch } from "./touch.js";

const ANSWERS = ["CheckboxModel", "RadioButtonsModel", "TextModel", "TextareaModel", "ToggleButtonsModel"];

const answers = new Set();
let choosers = new Set();
let boxes = new Map();
const visit = readVisit();
const server = new Server(visit);
// In Voilà a page is nobody's but its kernel's: nothing is kept.
const storages = visit.kernel ? [() => null] : [() => window.sessionStorage, () => window.localStorage];
const log = new EventLog(visit, storages, (id) => choosers.has(id), (id) => boxes.get(id));
let begin;
const wanted = new Promise((resolve) => { begin = resolve; });
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
  const states = visit.kernel ? await statesOfKernel() : statesOfPage();
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

const connect = (id) => new Connection(id, new URL(visit.base, location.href).href);

async function statesOfKernel() {
  const connection = connect(visit.kernel);
  try {
    return await connection.states();
  } finally {
    connection.close();
  }
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
  const hasPast = Boolean(visit.kernel) || log.path().length > 0;
  wanted.then(() => server.askEarly());
  if (hasPast) begin();
  else onFirstTouch(begin);
  const notices = new Notices(visit, startOver);
  const session = new Session({
    log,
    wire,
    manager,
    notices,
    show,
    drawn,
    server,
    wanted,
    connect,
    clock: () => performance.now(),
  });
  if (hasPast) show("no");
  listen(session);
  if (!visit.kernel) pictures(visit, session);
  session.run();
  wholePage.then(() => {
    offerClearing(startOver);
    if (log.outdated) notices.outdated();
    if (!visit.kernel) log.onForgetful = () => notices.forgetful();
  });
}

start();
