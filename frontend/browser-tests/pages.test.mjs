// Every page in every shape: quiet, within the window, and without serious accessibility violations.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { describeOn } from "./on-server.mjs";
import { DEMO, HELM, present } from "./server.mjs";
import { assertNoOverflow, NARROW, open, WIDE, withPage } from "./support.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds that is serious or critical, in words; `rules` are all, if none is named. */
async function violations(page, ...rules) {
  return page.evaluate(async (values) => {
    const runOnly = values.length > 0 ? { runOnly: { type: "rule", values } } : {};
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...runOnly });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join("; ")}`);
  }, rules);
}

for (const suite of present(DEMO, HELM)) {
  describeOn(suite, `pages of ${suite.name}`, (there) => {
    for (const viewport of [WIDE, NARROW]) {
      test(`at ${viewport.width} px, light and dark`, async () => {
        // Without motion, colours change at once.
        const options = { viewport, colorScheme: "light", reducedMotion: "reduce" };
        await withPage(there.browser, there.server.address, options, async (page) => {
          for (const [name, path] of Object.entries(there.pages)) {
            await open(page, there.server.address + path);
            assert.equal(await page.locator("main [role=alert]").count(), 0, `${name} shows a problem`);
            await page.locator("main details").evaluateAll((all) => {
              for (const details of all) details.open = true;
            });
            await assertNoOverflow(page, name);
            await page.evaluate(AXE);
            assert.deepEqual(await violations(page), [], `${name} (${path})`);
            // Only colours change with the scheme.
            await page.emulateMedia({ colorScheme: "dark" });
            assert.deepEqual(await violations(page, "color-contrast"), [], `${name} (${path}), dark`);
            await page.emulateMedia({ colorScheme: "light" });
          }
        });
      });
    }
  });
}
