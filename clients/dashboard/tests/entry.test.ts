import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ccg, RealServer } from "../../testing/programs.js";
import { launch, open } from "./browser.js";

let folder: string;
let key: string;
let server: RealServer;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ccg-keys-"));
  const file = join(folder, "keys.json");
  key = (await promisify(execFile)("dotnet", [ccg, "keys", "create", "--file", file, "--role", "read"])).stdout.trim();
  server = await RealServer.start({ options: ["--keys", file] });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.end();
  await rm(folder, { recursive: true });
});

it("asks for a key where the server does, says why one is refused, and shows nothing before", async () => {
  const { page } = await open(browser, server.web);
  await page.fill("input[name=key]", "cck_wrong");
  await page.click("button.primary");
  await page.waitForSelector("[role=alert]");
  expect(await page.locator("nav").count()).toBe(0);
  await page.fill("input[name=key]", key);
  await page.click("button.primary");
  await page.waitForSelector("nav");
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.click("text=Sign out");
  await page.waitForSelector("input[name=key]");
  await page.context().close();
});

it("says what to do while no source has sent anything", async () => {
  const { page } = await open(browser, server.web);
  await page.fill("input[name=key]", key);
  await page.click("button.primary");
  await page.waitForSelector("text=No events yet");
  await page.context().close();
});
