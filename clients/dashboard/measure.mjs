// What the pages cost in Chromium with 1,000 queues and 5,000 agents at one update a second: measure.mjs ADDRESS [QUEUES AGENTS].
// ADDRESS is that of a new server, such as `ccg serve --data $(mktemp -d) --web http://127.0.0.1:50052`, to which this sends the events.
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { chromium } from "playwright-core";

const address = process.argv[2] ?? "http://127.0.0.1:50052";
const [queueCount = 1000, agentCount = 5000] = process.argv.slice(3).map(Number);
const changesPerSecond = 300;
const secondsStill = 30;
// A run may follow another on the same server.
const run = Date.now().toString(36);
const queueOf = (i) => `queue-${String(i % queueCount).padStart(4, "0")}`;
const agentOf = (i) => `agent-${String(i % agentCount).padStart(4, "0")}`;
const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function send(events) {
  for (let at = 0; at < events.length; at += 1000) {
    const batch = events
      .slice(at, at + 1000)
      .map((event) => ({ eventId: crypto.randomUUID(), occurredTime: new Date().toISOString(), ...event }));
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${address}/v1/events`, {
      method: "POST",
      headers,
      body: JSON.stringify({ source: "load", events: batch }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

async function sendFloor() {
  const numbers = (count) => Array.from({ length: count }, (_, i) => i);
  const presence = ["PRESENCE_AVAILABLE", "PRESENCE_BREAK", "PRESENCE_NOT_READY"];
  await send(
    numbers(agentCount).map((i) => ({ agentPresenceChanged: { agent: agentOf(i), presence: presence[i % 7] ?? presence[0] } })),
  );
  await send(
    numbers(agentCount).map((i) => ({ agentDescribed: { agent: agentOf(i), displayName: `Agent ${i}`, team: `team-${i % 40}` } })),
  );
  await send(
    numbers(agentCount).map((i) => ({
      queueMembershipChanged: { agent: agentOf(i), queue: queueOf(i), state: "MEMBERSHIP_STATE_JOINED" },
    })),
  );
  await send(
    numbers(queueCount).map((i) => ({ visitQueued: { visitId: `${run}-first-${i}`, queue: queueOf(i), channel: "CHANNEL_PHONE" } })),
  );
}

/** Visits come, are answered and end, all over the floor, until told to stop. */
async function move(stop) {
  let next = 0;
  const ringing = [];
  const talking = [];
  while (!stop.aborted) {
    const events = [];
    for (let i = 0; i < changesPerSecond / 3; i++) {
      const visitId = `${run}-${next++}`;
      events.push({ visitQueued: { visitId, queue: queueOf(next * 7), channel: "CHANNEL_PHONE" } });
      ringing.push(visitId);
      if (ringing.length > 500) {
        const answered = ringing.shift();
        events.push({ visitAnswered: { visitId: answered, agent: agentOf(next * 11) } });
        talking.push(answered);
      }
      if (talking.length > 1500)
        events.push({ visitEnded: { visitId: talking.shift(), outcome: "VISIT_OUTCOME_COMPLETED_BY_CUSTOMER" } });
    }
    const start = Date.now();
    await send(events);
    await after(Math.max(0, 1000 - (Date.now() - start)));
  }
}

/** Processor time of a process in seconds, and its own memory in MB. */
function costOf(pid) {
  const times = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  const memory = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const own = [...memory.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+)/gm)].reduce((sum, [, size]) => sum + Number(size), 0);
  return { cpu: (Number(times[11]) + Number(times[12])) / 100, memory: own / 1024 };
}

/** Scrolls for some seconds, a step with each frame, and gives the times between frames in milliseconds. */
const scroll = (tab, box, seconds) =>
  tab.evaluate(
    ([selector, length]) =>
      new Promise((done) => {
        const found = selector ? document.querySelector(selector) : document.scrollingElement;
        const frames = [];
        const start = performance.now();
        let last = start;
        let by = 40;
        const step = (now) => {
          frames.push(now - last);
          last = now;
          const before = found.scrollTop;
          found.scrollTop += by;
          if (found.scrollTop === before) by = -by;
          if (now - start < 1000 * length) requestAnimationFrame(step);
          else done(frames.slice(1));
        };
        requestAnimationFrame(step);
      }),
    [box, seconds],
  );

/** The process that draws a page: of all renderers, some of which are idle, the one that worked most meanwhile. */
async function rendererOf(session, meanwhile) {
  const times = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return new Map(processInfo.filter((one) => one.type === "renderer").map((one) => [one.id, one.cpuTime]));
  };
  const before = await times();
  await meanwhile;
  const worked = [...(await times())].map(([id, time]) => [id, time - (before.get(id) ?? 0)]);
  return worked.sort((a, b) => b[1] - a[1])[0][0];
}

async function measure(browser, session, [page, box, shown]) {
  const context = await browser.newContext({ viewport: { width: 1680, height: 950 } });
  const tab = await context.newPage();
  await tab.goto(`${address}/#/${page}`);
  await tab.waitForSelector(`[data-kpi=${shown}]:not([data-number=''])`);
  await after(5000);
  const pid = await rendererOf(session, after(5000));
  const before = costOf(pid);
  await after(1000 * secondsStill);
  const still = costOf(pid);
  const frames = (await scroll(tab, box, 10)).sort((a, b) => a - b);
  const scrolled = costOf(pid);
  const quantile = (share) => `${frames[Math.min(frames.length - 1, Math.floor(share * frames.length))].toFixed(1)} ms`;
  const cdp = await context.newCDPSession(tab);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  await context.close();
  return [
    page.split("?")[0],
    `${((100 * (still.cpu - before.cpu)) / secondsStill).toFixed(1)} %`,
    `${Math.round(scrolled.memory)} MB`,
    `${Math.round(usedSize / 2 ** 20)} MB`,
    Math.round((1000 * frames.length) / frames.reduce((sum, one) => sum + one, 0)),
    quantile(0.5),
    quantile(0.95),
    `${((1000 * (scrolled.cpu - still.cpu)) / frames.length).toFixed(1)} ms`,
    loadavg()[0].toFixed(1),
  ];
}

const pages = [
  ["agents", ".scroll.tall", "agent_state_since"],
  ["supervisor", "", "contacts_waiting"],
  ["explore?kpi=contacts_waiting,longest_wait,contacts_offered,agents_available&by=queue", ".scroll.tall", "contacts_offered"],
  ["wallboard", "", "contacts_waiting"],
];
const headings = ["page", "of a core", "memory", "heap", "frames/s", "median frame", "95 %", "of a core a frame", "load"];

await sendFloor();
const stop = new AbortController();
const moving = move(stop.signal);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const session = await browser.newBrowserCDPSession();
const lines = [headings, headings.map(() => "---")];
for (const page of pages) lines.push(await measure(browser, session, page));
for (const line of lines) console.log(`| ${line.join(" | ")} |`);
stop.abort();
await moving;
await browser.close();
