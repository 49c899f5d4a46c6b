import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Debian's browser, unless the variable names another. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A page that keeps what the browser complains of. */
export async function open(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1680, height: 950 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => request.url().startsWith(new URL(address).origin) || complaints.push(`loads ${request.url()}`));
  await page.goto(address);
  return { page, complaints };
}

/** A number that the page shows, with what it is. */
export interface ShownNumber {
  readonly kpi: string;
  readonly by: string;
  readonly window: string;
  readonly labels: string;
  readonly number: string;
}

/** All numbers of the page that have an explanation. */
export const numbersOf = (page: Page): Promise<ShownNumber[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[data-kpi]")].map(({ dataset }) => ({
      kpi: dataset["kpi"] ?? "",
      by: dataset["by"] ?? "",
      window: dataset["window"] ?? "",
      labels: dataset["labels"] ?? "",
      number: dataset["number"] ?? "",
    })),
  );

/** Waits until the page shows a number of a KPI. */
export const hasNumber = (page: Page, kpi: string): Promise<unknown> =>
  page.waitForSelector(`[data-kpi="${kpi}"]:not([data-number=""])`);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  id: string;
  impact: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What axe finds on a page that is serious or worse. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } }).axe.run();
    return violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .map(
        (one) =>
          `${one.id}: ${one.nodes
            .map((node) => `${node.target} ${node.failureSummary}`)
            .slice(0, 3)
            .join(" | ")}`,
      );
  });
}
