// HELM's own web app, from the folder of its package, on the same server: pages that show results, and no error.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { ask, DEMO, HELM, present, serve } from "./server.mjs";
import { launch, skip, WIDE } from "./support.mjs";

/** `static_build` of an installed crfm-helm. */
const webApp = process.env.HELM_WEB_APP_PATH ?? "";
const isThere = existsSync(`${webApp}/index.html`);
if (!isThere) console.error("\n*** SKIPPED: HELM's web app; HELM_WEB_APP_PATH names no `static_build` of crfm-helm ***\n");

for (const suite of isThere ? present(DEMO, HELM) : []) {
  describe(`HELM's web app on ${suite.name}`, { skip }, () => {
    let browser;
    let server;

    before(async () => {
      browser = await launch();
      server = await serve(suite, "--web-app", webApp);
    });

    after(async () => {
      await browser?.close();
      server?.stop();
    });

    test("shows leaderboards, models, scenarios, runs and instances", async () => {
      const { runs } = await ask(server.address, "runs?status=complete");
      const [run] = runs;
      const page = await browser.newPage({ viewport: WIDE });
      const complaints = [];
      page.on("pageerror", ({ message }) => complaints.push(message));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      // It asks its makers' site for a logo and a list of projects.
      await page.route(
        (url) => url.origin !== server.address && url.protocol.startsWith("http"),
        (route) => route.fulfill({ contentType: "application/json", body: "[]" }),
      );
      const group = run.groups[0];
      for (const [path, text] of [
        ["/", run.model_display_name],
        [`/leaderboard/${group}`, run.model_display_name],
        ["/models", run.model],
        ["/scenarios", "Scenario"],
        ["/groups", "Results"],
        [`/groups/${group}`, run.model_display_name],
        ["/runs", run.name],
        [`/runs/${encodeURIComponent(run.name)}`, "Input"],
      ]) {
        await page.goto("about:blank");
        await page.goto(`${server.address}/#${path}`);
        await page.getByText(text).filter({ visible: true }).first().waitFor();
        await page.waitForLoadState("networkidle");
        assert.deepEqual(complaints, [], path);
      }
      await page.close();
    });
  });
}
