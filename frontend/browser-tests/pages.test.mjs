// Every page in every shape: quiet, within the window, and without serious accessibility violations.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { addresses } from "./addresses.mjs";
import { DEMO, HELM, present, serve } from "./server.mjs";
import { assertNoOverflow, launch, NARROW, open, skip, WIDE, withPage } from "./support.mjs";

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
  describe(`pages of ${suite.name}`, { skip }, () => {
    let browser;
    let server;
    let pages;

    before(async () => {
      browser = await launch();
      server = await serve(suite);
      pages = await addresses(server.address);
    });

    after(async () => {
      await browser?.close();
      server?.stop();
    });

    for (const viewport of [WIDE, NARROW]) {
      test(`at ${viewport.width} px, light and dark`, async () => {
        // Without motion, colours change at once.
        const options = { viewport, colorScheme: "light", reducedMotion: "reduce" };
        await withPage(browser, server.address, options, async (page) => {
          for (const [name, path] of Object.entries(pages)) {
            await open(page, server.address + path);
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
