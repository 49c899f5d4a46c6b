// Opens the page of the OpenAPI document in headless Chromium: it must show operations of the document, log no error, and ask nobody
// but the server. Argument: the server's address.
import { chromium } from "playwright-core";

const [server] = process.argv.slice(2);
const timeout = 30_000;
// The first group is open; of the others the page shows the operations when somebody comes to them.
const shown = ["CallCenterGrpc", "Erases the id of a contact", "KpiService"];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  const [errors, foreign] = [[], []];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(server)) foreign.push(request.url());
  });
  await page.goto(`${server}/docs/`);
  for (const text of shown) {
    await page.waitForFunction((wanted) => document.body.innerText.includes(wanted), text, { timeout });
    console.log(`the page shows: ${text}`);
  }
  if (errors.length > 0) throw new Error(`the page logged errors: ${errors.join("; ")}`);
  if (foreign.length > 0) throw new Error(`the page asked others: ${foreign.join(" ")}`);
} finally {
  await browser.close();
}
