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
