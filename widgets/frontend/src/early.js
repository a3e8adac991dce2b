// Asks for a kernel before the controls' own packages are loaded: it is ready when they are.

import { visit as readVisit } from "./page.js";
import { Server } from "./server.js";

export const visit = readVisit();
export const server = new Server(visit);
server.askEarly();
