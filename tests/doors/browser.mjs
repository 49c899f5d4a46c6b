// Opens page.html in headless Chromium: its numbers must be the server's, first and after a change; a page of a foreign origin must fail.
// Arguments: folder of the built page, the server's address, the allowed port, a foreign port, a command that changes the number.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const [folder, server, allowedPort, foreignPort, ...change] = process.argv.slice(2);
const timeout = 30_000;

const serve = async (port) => {
  const types = { "/page.html": "text/html", "/page.js": "text/javascript" };
  const host = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    if (!types[path]) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[path] }).end(await readFile(join(folder, path)));
  });
  await new Promise((done) => host.listen(Number(port), "127.0.0.1", done));
  return host;
};

const open = async (browser, port) => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/page.html?server=${encodeURIComponent(server)}`);
  return page;
};

const textOf = async (page, id, accept) => {
  const matches = ([name, pattern]) => new RegExp(pattern).test(document.getElementById(name).textContent);
  try {
    await page.waitForFunction(matches, [id, accept], { timeout });
  } catch {
    throw new Error(`#${id} did not become ${accept}; the page shows: ${await page.textContent("body")}`);
  }
  return page.textContent(`#${id}`);
};

const hosts = await Promise.all([serve(allowedPort), serve(foreignPort)]);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await open(browser, allowedPort);
  const before = await textOf(page, "snapshot", "^\\d+$");
  await textOf(page, "stream", `^${before}$`);
  await promisify(execFile)(change[0], change.slice(1));
  const after = String(Number(before) + 1);
  await textOf(page, "stream", `^${after}$`);
  console.log(`a page of an allowed origin: ${before}, then ${after}`);

  const foreign = await open(browser, foreignPort);
  console.log(`a page of a foreign origin: ${await textOf(foreign, "failure", ".")}`);
  if ((await foreign.textContent("#snapshot")) !== "") throw new Error("a foreign origin read KPIs");
} finally {
  await browser.close();
  for (const host of hosts) host.close();
}
