// Takes pictures of the pages of a running server, such as `ccg demo`: screenshots.mjs ADDRESS [PAGE...]; all pages unless named.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const address = process.argv[2] ?? "http://127.0.0.1:50052";
const folder = fileURLToPath(new URL("screenshots", import.meta.url));
const sizes = { desk: [1680, 950], phone: [390, 844], wall: [1920, 1080] };
const named = process.argv.slice(3);
const pages = ["supervisor", "wallboard", "agents", "queue", "tickets", "explore", "quality", "alerts"].filter(
  (page) => named.length === 0 || named.includes(page),
);
const locales = { en: "en-GB", zh: "zh-CN" };

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const page of pages) {
  const large = page === "wallboard" ? "wall" : "desk";
  const looks = [
    ["en", "dark", large],
    ["zh", "light", large],
    ["en", "light", "phone"],
    ["zh", "dark", "phone"],
  ];
  for (const [language, colorScheme, size] of looks) {
    const [width, height] = sizes[size];
    const context = await browser.newContext({ locale: locales[language], colorScheme, viewport: { width, height } });
    const tab = await context.newPage();
    await tab.goto(`${address}/#/${page}`);
    await tab.waitForSelector("[data-kpi]:not([data-number='']), [data-alert]");
    // Lines need a few points.
    await tab.waitForTimeout(size === "phone" ? 1500 : 12_000);
    await tab.screenshot({ path: `${folder}/${page}-${language}-${colorScheme}-${size}.png` });
    await context.close();
  }
}
await browser.close();
