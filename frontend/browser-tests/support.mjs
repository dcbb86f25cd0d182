// Starts Chromium once for a test file, and watches what its pages do.
import { existsSync } from "node:fs";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const address = process.env.HELM_SERVER_URL;
if (!address) {
  throw new Error(
    "HELM_SERVER_URL is not set. Start helm-server on a summarised suite and give its address: " +
      "HELM_SERVER_URL=http://localhost:8000 npm run test:browser",
  );
}
export const server = new URL(address).origin;

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Why the tests cannot run, or false. In CI a missing browser is a failure, not a reason to skip. */
export const skip =
  !existsSync(executablePath) && !process.env.CI
    ? `SKIPPED: there is no Chromium at ${executablePath}. Set CHROMIUM_PATH to run the browser tests.`
    : false;
if (skip) console.error(`\n*** ${skip} ***\n`);

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch() {
  assert.ok(existsSync(executablePath), `There is no Chromium at ${executablePath}. Set CHROMIUM_PATH.`);
  return chromium.launch({ executablePath, args: ARGS });
}

export const WIDE = { width: 1360, height: 900 };
export const NARROW = { width: 390, height: 844 };

/**
 * Runs `body` with a fresh page, then checks that the page stayed quiet: no error in the console, no uncaught
 * exception, no request to another host, no failed request.
 */
export async function withPage(browser, options, body) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== server) complaints.push(`request to another host: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`);
  });
  try {
    await body(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** Opens an address of the app and waits until its content is there. */
export async function open(page, path) {
  await page.goto(server + path);
  await ready(page);
}

export async function ready(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.locator("main .loading").waitFor({ state: "detached" });
}

export async function heading(page) {
  return (await page.locator("main h1").first().innerText()).trim();
}

export async function assertNoOverflow(page, what) {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `${what} is ${content} px wide in a window of ${window} px`);
}

/** The address of a run that has instances. */
export async function findRunWithInstances(browser) {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  try {
    await open(page, "/predictions");
    const links = await page.locator("table.runs tbody th a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    for (const href of links) {
      await open(page, href);
      if ((await page.locator(".instance").count()) > 0) return href;
    }
  } finally {
    await context.close();
  }
  throw new Error(`No run of ${server} has instances; summarise a suite with finished runs first.`);
}
