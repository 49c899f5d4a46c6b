// What a newcomer sees after the README's first feed: newcomer.mjs ADDRESS PICTURE. The numbers of the page must be those of the JSON door.
import { chromium } from "playwright-core";

const [address, picture] = process.argv.slice(2);
const kpis = ["contacts_waiting", "contacts_offered"];
const timeout = 30_000;

const answer = await fetch(`${address}/v1/kpis?by=queue&kpi=${kpis.join(",")}`);
if (!answer.ok) throw new Error(await answer.text());
const { snapshot } = await answer.json();
const wanted = new Map(snapshot.rows.map((row) => [row.labels[0], row.values.map((value) => value.number)]));
const orders = JSON.stringify(wanted.get("orders"));
if (orders !== "[1,2]") throw new Error(`The queue 'orders' has ${orders}, not 1 waiting of 2 offered.`);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
const failures = [];
page.on("pageerror", (error) => failures.push(error.message));
page.on("console", (message) => message.type() === "error" && failures.push(message.text()));
await page.goto(address);
const waiting = page.locator(`[data-kpi=contacts_waiting][data-labels='["orders"]'][data-number='1']`);
await waiting.waitFor({ timeout });
const age = page.locator(`[data-kpi=longest_wait][data-labels='["orders"]']`);
const before = await age.textContent();
for (const end = Date.now() + timeout; (await age.textContent()) === before; await page.waitForTimeout(200)) {
  if (Date.now() > end) throw new Error(`The longest wait stands still at ${before}.`);
}
await page.screenshot({ path: picture });
await browser.close();
if (failures.length > 0) throw new Error(failures.join("\n"));
console.log(`orders: 1 waiting of 2 offered; the wait ticks from ${before}`);
