// Starts Chromium and helm-server for a test file, and watches what pages do.
import { existsSync } from "node:fs";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

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

/** A path from the root of the repository. */
export function fromRoot(path) {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

export const WIDE = { width: 1360, height: 900 };
export const NARROW = { width: 390, height: 844 };

/**
 * Runs `body` with a fresh page, then checks that the page stayed quiet: no error in the console (what the content
 * security policy forbids is one), no uncaught exception, no request to another host, no failed request but those that
 * `allowed` names by their status.
 */
export async function withPage(browser, server, { allowed = [], ...options }, body) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  // Only an end to waiting for what never comes: machines can be busy.
  page.setDefaultTimeout(60_000);
  const complaints = [];
  const isAllowed = (text) => allowed.some((status) => text.includes(`status of ${status}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !isAllowed(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isLocal = url.origin === new URL(server).origin || url.protocol === "blob:";
    if (!isLocal) complaints.push(`request to another host: ${request.url()}`);
  });
  page.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !allowed.includes(status)) complaints.push(`${status} for ${response.url()}`);
  });
  try {
    await body(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** Opens an address of the app and waits until its content is there. */
export async function open(page, address) {
  await page.goto(address);
  await ready(page);
}

export async function ready(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("main .loading, main [aria-busy=true]") === null);
}

export async function assertNoOverflow(page, what) {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `${what} is ${content} px wide in a window of ${window} px`);
}
