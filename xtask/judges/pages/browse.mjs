// Reads pages in a browser, as people do: by the search, the keyboard and the choices; judges them by
// axe-core; and runs a sample against a server. Prints a line a fault, and writes screenshots.
//
// node browse.mjs FOLDER SERVER SCREENSHOTS OTHER…
//
// FOLDER has the pages of the source document, SERVER is the sandbox's address, and OTHER are folders
// of pages that are judged by axe-core alone.
import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { chromium } from "playwright-core";

const [folder, server, screenshots, ...others] = process.argv.slice(2);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const WIDTHS = [400, 900, 1600];
// Of a large document, so many pages are judged.
const MOST = 12;

let faults = 0;
const fault = (where, what) => {
  faults += 1;
  console.log(`${where}: ${what}`);
};
const expect = (condition, what) => {
  if (!condition) {
    fault("use", what);
  }
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  // The sandbox answers no browser's question about other origins.
  args: ["--no-sandbox", "--disable-web-security"],
});

const opened = async (options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) {
      fault(page.url(), `asks for ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => fault(page.url(), error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      fault(page.url(), message.text());
    }
  });
  return page;
};

// The operation is found by the keyboard alone, and its sample in JavaScript does what it says.
const use = async () => {
  const page = await opened({ viewport: { width: 1600, height: 1000 } });
  await page.goto(`file://${folder}/index.html`);
  await page.keyboard.press("/");
  await page.keyboard.type("modify token");
  expect((await page.textContent("#found")) !== "", "the search says nothing of what it finds");
  expect((await page.locator("#results a").count()) > 0, "the search finds nothing");
  await page.screenshot({ path: `${screenshots}/search.png` });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/operation-modify-token\.html$/);
  await page.selectOption("#language", "javascript");
  expect((await page.locator(".sample:visible").count()) === 1, "several samples show");
  const sample = await page.locator(".sample:visible code").textContent();
  await page.reload();
  expect((await page.inputValue("#language")) === "javascript", "the language is forgotten");
  await page.click("#theme");
  await page.click("#theme");
  await page.reload();
  const theme = await page.getAttribute("html", "data-theme");
  expect(theme === "dark", "the theme is forgotten");
  await page.context().close();

  const blank = await (await browser.newContext()).newPage();
  const printed = [];
  blank.on("console", (message) => printed.push(message.text()));
  const program = sample
    .replace(/https:\/\/[^"]*\/v1(?=\/)/, server)
    .replace('"YOUR_BASIC_AUTH_USERNAME"', '"user"')
    .replace('"YOUR_BASIC_AUTH_PASSWORD"', '"pass"');
  await blank.evaluate((text) => new (async () => {}).constructor(text)(), program);
  const [, status, body] = /^(\d+) (.*)$/s.exec(printed.join("\n")) ?? [];
  expect(status === "200", `the sample printed ${printed}`);
  expect(JSON.parse(body ?? "{}").durationHours === 1500, `the sample changed nothing: ${body}`);
  await blank.context().close();
};

const judge = async (pages, colorScheme, width, shots) => {
  // The policy of pages lets in no script but theirs.
  const page = await opened({ viewport: { width, height: 1000 }, colorScheme, bypassCSP: true });
  for (const path of pages) {
    await page.goto(`file://${path}`);
    const name = `${basename(path, ".html")} at ${width}, ${colorScheme}`;
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) {
      fault(name, `is ${overflow} pixels wider than the window`);
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const violation of violations) {
      const [node] = violation.nodes;
      fault(name, `${violation.id} at ${node.target.join(" ")}: ${violation.help}`);
    }
    if (shots) {
      await page.screenshot({ path: `${screenshots}/${basename(path, ".html")}-${width}-${colorScheme}.png` });
    }
  }
  await page.context().close();
};

const pagesOf = (dir) =>
  readdirSync(dir)
    .filter((name) => name.endsWith(".html"))
    .sort()
    .map((name) => `${dir}/${name}`);

await use();
let judged = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of WIDTHS) {
    const pages = pagesOf(folder);
    judged += pages.length;
    await judge(pages, colorScheme, width, true);
  }
}
for (const dir of others) {
  const all = pagesOf(dir);
  const step = Math.max(1, Math.floor(all.length / MOST));
  const pages = all.filter((path, index) => index % step === 0 || path.endsWith("/index.html"));
  judged += pages.length;
  await judge(pages, "light", 900, false);
}
await browser.close();
console.log(`${judged} pages judged, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
