// What is there before anything is complete: no runs, no summary, broken files, runs in progress.
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DEMO, present, serve } from "./server.mjs";
import { launch, open, ready, skip, withPage } from "./support.mjs";

for (const suite of present(DEMO)) {
  describe("states", { skip }, () => {
    let browser;
    let folder;
    const servers = [];
    const source = join(suite.output, "runs", suite.suite);

    const start = async (name, build) => {
      await mkdir(join(folder, "runs", name), { recursive: true });
      await build(join(folder, "runs", name));
      const server = await serve({ output: folder, suite: name });
      servers.push(server);
      return server.address;
    };

    const runFolders = async () =>
      (await readdir(source, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory() && entry.name.includes(":"))
        .map(({ name }) => name);

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "helm-states-"));
      browser = await launch();
    });

    after(async () => {
      await browser?.close();
      for (const server of servers) server.stop();
      if (folder) await rm(folder, { recursive: true });
    });

    test("a suite without runs says how to make some", async () => {
      const address = await start("empty", () => {});
      await withPage(browser, address, {}, async (page) => {
        for (const path of ["/", "/models", "/scenarios", "/predictions", "/compare"]) {
          await open(page, address + path);
          assert.equal(await page.locator("main [role=alert]").count(), 0, path);
          await page.locator("main .empty-box, main .picker").first().waitFor();
        }
        await open(page, address);
        assert.match(await page.locator("main .command").innerText(), /helm-run --suite empty/);
      });
    });

    test("a run can be read before it is summarised", async () => {
      const [name] = await runFolders();
      const address = await start("fresh", (runs) => cp(join(source, name), join(runs, name), { recursive: true }));
      await withPage(browser, address, {}, async (page) => {
        await open(page, address);
        assert.match(await page.locator("main .command").innerText(), /helm-summarize/);
        await open(page, `${address}/runs/${encodeURIComponent(name)}`);
        await page.locator(".instance .references").waitFor();
        assert.ok((await page.locator(".instance-list li").count()) > 1);
      });
    });

    test("a broken file is named, and the rest is shown", async () => {
      const [name, other] = await runFolders();
      const address = await start("broken", async (runs) => {
        await cp(source, runs, { recursive: true });
        await writeFile(join(runs, name, "scenario_state.json"), '{"request_states": [');
      });
      await withPage(browser, address, { allowed: [500] }, async (page) => {
        await open(page, `${address}/runs/${encodeURIComponent(name)}`);
        await page.locator(".notice", { hasText: "scenario_state.json" }).first().waitFor();
        await open(page, `${address}/runs/${encodeURIComponent(other)}`);
        await page.locator(".instance .references").waitFor();
        assert.equal(await page.locator(".notice").count(), 0);
      });
    });

    test("a run in progress is shown, and updates by itself", async () => {
      const [name] = await runFolders();
      const now = Date.now() / 1000;
      const progress = (answered) => ({
        run_name: name,
        phase: "asking",
        answered,
        total: 400,
        started: now - 10,
        asking_since: now - 8,
        updated: Date.now() / 1000,
        process_id: process.pid,
        host: hostname(),
        score: null,
      });
      let write;
      const address = await start("live", async (runs) => {
        await mkdir(join(runs, name));
        await cp(join(source, name, "run_spec.json"), join(runs, name, "run_spec.json"));
        write = (answered) => writeFile(join(runs, name, "progress.json"), JSON.stringify(progress(answered)));
        await write(100);
      });
      await withPage(browser, address, {}, async (page) => {
        await open(page, `${address}/predictions`);
        const live = page.locator(".live");
        await live.getByText("100 of 400").waitFor();
        await live.getByText("left").waitFor();
        await write(250);
        await live.getByText("250 of 400").waitFor();
        await live.getByRole("link").click();
        await ready(page);
        await page.getByText("250 of 400").waitFor();
        await write(300);
        await page.getByText("300 of 400").waitFor();
      });
    });

    test("an unknown address and an unknown run say so", async () => {
      const address = await start("unknown", (runs) => cp(source, runs, { recursive: true }));
      await withPage(browser, address, { allowed: [404] }, async (page) => {
        for (const path of ["/no/such/page", "/runs/none", "/models/none", "/scenarios/none", "/leaderboards/none"]) {
          await page.goto(address + path);
          await page.locator("main [role=alert] h1").waitFor();
        }
      });
    });
  });
}
