import { readFile } from "node:fs/promises";
import { connect, type KpiClient } from "@callcentergrpc/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { RealServer } from "../../testing/programs.js";
import { hasNumber, launch, open, seriousFindings } from "./browser.js";
import { hostileNames, sendFloor } from "./floor.js";

const day = 86_400;

let server: RealServer;
let client: KpiClient;
let browser: Browser;

beforeAll(async () => {
  const targets = [
    { Name: "service", Kpi: "service_level", Window: "30m", AtLeast: "99.9%" },
    { Name: "queues", Kpi: "abandonment_rate", Window: "30m", AtMost: "30%", Warning: "20%", GroupBy: { 0: "queue" } },
  ];
  server = await RealServer.start({ settings: { Settings: { KpiTargets: { ...targets } } } });
  client = connect(server.grpc);
  await sendFloor(server);
  await sendFloor(server, { source: "yesterday", secondsAgo: day });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.end();
});

const at = (hash: string) => `${server.web}/#/${hash}`;
const cardOf = (page: Page, kpi: string) => page.locator(".card", { has: page.locator(`[data-kpi=${kpi}]`) }).first();
const textOf = (page: Page, selector: string) => page.locator(selector).first().innerText();

it("judges numbers by the tenant's targets alone, with the distance to them", async () => {
  const { page } = await open(browser, at("supervisor"));
  await hasNumber(page, "service_level");
  await page.waitForSelector(".goal");
  const share = (await client.snapshot({ kpis: ["service_level"], window: "30m" })).find()?.number(0) ?? NaN;
  const short = Math.round(1000 * (0.999 - share)) / 10;
  const service = await cardOf(page, "service_level").innerText();
  expect(service).toContain("■ act");
  expect(service).toContain(`target ≥ 99.9% · ${short} points short`);
  // A target by queue is not about the total, and the usual promises are for tenants without targets.
  expect(await cardOf(page, "abandonment_rate").getAttribute("class")).toContain("plain-card");
  expect(await textOf(page, "tr[data-key=sales]")).toMatch(/■ act[^]*■33\.3%/);
  await page.context().close();
});

it("shows how far each goal is reached, of a target by group the worst, on the wall too", async () => {
  const { page } = await open(browser, at("supervisor"));
  await page.waitForSelector(".goal");
  const goals = await page.locator(".goal").allInnerTexts();
  expect(goals).toHaveLength(2);
  const [service, queues] = (await client.targets()).targets;
  expect(goals.find((one) => one.startsWith("Service level"))).toContain("too many have missed");
  const met = queues?.states.filter((one) => (one.value?.number ?? 1) <= 0.3).length;
  expect(goals.find((one) => one.startsWith("Abandonment"))).toContain(`${met} of ${queues?.states.length} met`);
  await page.goto(at("wallboard"));
  await page.waitForSelector(".wall-goals .goal");
  expect(await textOf(page, ".wall-goals .goal")).toContain(`${(100 * (service?.states[0]?.value?.number ?? NaN)).toFixed(1)}%`);
  await page.context().close();
});

it("shows open alerts with their count, and takes who has seen one, with a note, for all readers", async () => {
  const { page, complaints } = await open(browser, at("alerts"));
  const other = await open(browser, at("supervisor"), { locale: "zh-CN", colorScheme: "dark" });
  await page.waitForSelector("[data-alert]");
  const count = async (of: Page) => Number(await textOf(of, "nav .count"));
  const before = await count(page);
  expect(before).toBe(await page.locator("[data-alert]").count());
  expect(await page.locator("[data-alert]").allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^■ act\s+Service level[^]*≥ 99\.9%/)]),
  );
  await page.waitForSelector(".badge.ok");
  await page.waitForFunction(() => /^\d+:\d\d/.test(document.querySelector("[data-alert] td.num")?.textContent?.trim() ?? ""));
  for (const one of [page, other.page]) {
    await one.goto(at("alerts"));
    await one.waitForSelector("[data-alert]");
    expect(await seriousFindings(one)).toEqual([]);
  }
  await page.click("tr:has-text('Service level') button");
  await page.fill("input[name=reader]", "Ann");
  await page.fill("input[name=note]", hostileNames[0] ?? "");
  await page.click("dialog button.primary");
  const seen = `Ann[^]*${(hostileNames[0] ?? "").slice(0, 8)}`;
  await other.page.waitForFunction((text) => new RegExp(text).test(document.querySelector("main")?.textContent ?? ""), seen);
  for (const one of [page, other.page]) await vi.waitFor(async () => expect(await count(one)).toBe(before - 1), 10_000);
  expect(await page.evaluate(() => (globalThis as { harm?: unknown }).harm)).toBeUndefined();
  expect([...complaints, ...other.complaints]).toEqual([]);
  await other.page.context().close();
  await page.context().close();
});

it("compares with yesterday on the same stream, and in the chart", async () => {
  const { page } = await open(browser, at("supervisor"));
  await hasNumber(page, "contacts_offered~day");
  const row = (await client.snapshot({ kpis: ["contacts_offered", "contacts_offered~day"], window: "30m" })).find();
  expect(await page.textContent(".card [data-kpi='contacts_offered~day']")).toBe(String(row?.number(1)));
  expect(await cardOf(page, "contacts_offered").innerText()).toContain("yesterday");
  await page.click(".card [data-kpi='contacts_offered~day']");
  expect(await page.locator("dialog[open]").innerText()).toContain("a day before");
  await page.keyboard.press("Escape");
  await page.goto(at("queue?queue=sales"));
  await page.waitForSelector(".u-legend >> text=Offered, yesterday");
  await page.click("text=today alone");
  await page.waitForSelector(".u-legend >> text=Offered, yesterday", { state: "detached" });
  await page.context().close();
});

it("asks for the intervals of a queue with one request", async () => {
  const { page } = await open(browser, "about:blank");
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(at("queue?queue=sales&compare=none"));
  await page.waitForSelector("tr.current");
  expect(requests.filter((url) => /GetSnapshot|QuerySeries/.test(url)).map((url) => url.split("/").at(-1))).toEqual(["QuerySeries"]);
  await page.context().close();
});

it("lists the contacts behind a number, and whom to call back", async () => {
  const { page } = await open(browser, at("queue?queue=sales"));
  await hasNumber(page, "contacts_offered");
  await page.click(".card [data-kpi=contacts_offered]");
  await page.waitForSelector("dialog[open] .behind tbody tr");
  const behind = await client.explain({
    selector: { kpis: ["contacts_offered"], groupBy: ["queue"], window: "30m" },
    labels: ["sales"],
  });
  expect(await page.locator("dialog[open] .behind tbody tr").count()).toBe(Number(behind.entryCount));
  expect(await page.locator("dialog[open] .behind").innerText()).toContain("Answered, ended by the customer");
  await page.keyboard.press("Escape");
  const list = page.locator("section", { hasText: "Abandoned contacts" }).last();
  expect(await list.locator("tbody tr").allInnerTexts()).toEqual([expect.stringContaining("0:30")]);
  const [file] = await Promise.all([page.waitForEvent("download"), list.getByText("Download CSV").click()]);
  expect(await readFile(await file.path(), "utf8")).toMatch(/^\ufeffBegan,.*\r\n.*,0:30,.*\r\n$/);
  await page.context().close();
});

it("lets a reader compose a wall, keeps it, and takes it to another browser as a file", async () => {
  const { page, complaints } = await open(browser, at("wallboard"));
  await page.waitForSelector(".tile");
  await page.click("text=Layout");
  const lines = page.locator(".tile-list li");
  for (let left = await lines.count(); left > 2; left--) await page.click(".tile-list li:last-child button:has-text('×')");
  await lines.nth(1).getByLabel("KPI").selectOption("contacts_offered");
  await lines.nth(1).getByLabel("Queue").selectOption("sales");
  await lines.nth(1).getByText("↑").click();
  await page.fill("input[name=layout-name]", "Floor 2");
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("text=Export as a file")]);
  await page.click("button:has-text('Save')");
  const isComposed = async (of: Page) => {
    await of.waitForSelector("h1:has-text('Floor 2')");
    await hasNumber(of, "contacts_offered");
    const titles = await of.locator(".tile h2").allInnerTexts();
    expect(titles.map((title) => title.split(/\s{2,}|\n/)[0]?.trim())).toEqual([
      expect.stringMatching(/^Offered sales/),
      expect.stringMatching(/^Waiting/),
    ]);
  };
  await isComposed(page);
  await page.reload();
  await isComposed(page);

  const other = await open(browser, at("wallboard"));
  await other.page.click("text=Layout");
  await other.page.setInputFiles("input[type=file]", { name: "x.json", mimeType: "application/json", buffer: Buffer.from("[1]") });
  expect(await textOf(other.page, "dialog [role=alert]")).toContain("no layout");
  await other.page.setInputFiles("input[type=file]", await file.path());
  await other.page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[name=layout-name]")?.value === "Floor 2");
  await other.page.click("button:has-text('Save')");
  await isComposed(other.page);
  expect([...complaints, ...other.complaints]).toEqual([]);
  await other.page.context().close();
  await page.context().close();
});
