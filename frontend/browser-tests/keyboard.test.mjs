// Everything that can be pressed is reached by the Tab key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOn } from "./on-server.mjs";
import { DEMO, present } from "./server.mjs";
import { open, ready } from "./support.mjs";

/** More presses of a key than any page should need. */
const MOST_PRESSES = 600;

/** Walks through a page with the Tab key; what it does not reach, in words. */
async function unreached(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    globalThis.reached = new Set();
    document.addEventListener("focusin", ({ target }) => globalThis.reached.add(target));
  });
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await page.keyboard.press("Tab");
    const isOutside = await page.evaluate(() => document.activeElement === document.body);
    if (isOutside) break;
  }
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
      .filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !globalThis.reached.has(element))
      .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`),
  );
}

for (const suite of present(DEMO)) {
  describeOn(suite, "keyboard", (there, onPage) => {
    test("the Tab key reaches everything", () =>
      onPage("start", async (page) => {
        for (const [name, path] of Object.entries(there.pages)) {
          await open(page, there.server.address + path);
          assert.deepEqual(await unreached(page), [], name);
        }
      }));

    test("the skip link leads to the content", () =>
      onPage("/models", async (page) => {
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.className), "skip-link");
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => document.activeElement.id), "main");
      }));

    test("a menu opens with Enter and closes with Escape", () =>
      onPage("start", async (page) => {
        const menu = page.locator("summary", { hasText: "Export" });
        await menu.focus();
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "Copy as CSV" }).waitFor();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Escape");
        assert.equal(await page.getByRole("button", { name: "Copy as CSV" }).isVisible(), false);
        assert.equal(await page.evaluate(() => document.activeElement.textContent), "Export");
      }));

    test("j and k go through instances, across pages of the list", () =>
      onPage("run", async (page) => {
        const press = async (key, row) => {
          await page.keyboard.press(key);
          await page.locator(`.instance-list a[aria-current][href*="row=${row}"]`).waitFor();
          await ready(page);
        };
        for (let row = 1; row <= 20; row += 1) await press("j", row);
        assert.match(page.url(), /page=2/);
        await press("k", 19);
        assert.doesNotMatch(page.url(), /page=/);
        await page.getByLabel("Search instances").focus();
        await page.keyboard.press("j");
        assert.match(page.url(), /row=19/);
      }));
  });
}
