import type { Pages } from "../main.js";
import { Agents } from "./agents.js";
import { Alerts } from "./alerts.js";
import { Explore } from "./explore.js";
import { Quality } from "./quality.js";
import { QueuePage } from "./queue.js";
import { Supervisor } from "./supervisor.js";
import { Tickets } from "./tickets.js";
import { Wallboard } from "./wallboard.js";

export const pages: Pages = {
  supervisor: Supervisor,
  wallboard: Wallboard,
  agents: Agents,
  queue: QueuePage,
  tickets: Tickets,
  explore: Explore,
  quality: Quality,
  alerts: Alerts,
};
