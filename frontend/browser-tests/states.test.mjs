// What is there before anything is complete: no runs, no summary, broken files, runs in progress.
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { DEMO, present, serve } from "./server.mjs";
import { launch, open, ready, skip, withPage } from "./support.mjs";

/** Lets the first request of a run fail, as helm-run files it: with its error, and not measured. */
async function failRequest(folder, error) {
  const edit = async (file, change) => {
    const content = JSON.parse(await readFile(join(folder, file), "utf8"));
    await writeFile(join(folder, file), JSON.stringify(change(content)));
  };
  let failed;
  await edit("scenario_state.json", (state) => {
    const [first] = state.request_states;
    failed = first.instance.id;
    Object.assign(first.result, { success: false, error, completions: [] });
    return state;
  });
  await edit("per_instance_stats.json", (all) => all.filter(({ instance_id: id }) => id !== failed));
  const stat = { name: { name: "num_failed_requests" }, count: 1, sum: 1, sum_squared: 1, min: 1, max: 1, mean: 1 };
  await edit("stats.json", (stats) => [...stats, { ...stat, variance: 0, stddev: 0 }]);
}

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

    test("requests that failed are counted, found and explained", async () => {
      const [name] = await runFolders();
      const error = "the model <b>ran</b> out of paper";
      const address = await start("failed", async (runs) => {
        await cp(source, runs, { recursive: true });
        await failRequest(join(runs, name), error);
      });
      await withPage(browser, address, {}, async (page) => {
        await open(page, `${address}/predictions`);
        await page.locator("table.runs").getByRole("link", { name: "1 failed request" }).click();
        await page.waitForURL(/failed=true/);
        await ready(page);
        assert.equal(await page.locator(".instance-list li").count(), 1);
        await page.locator(".instance .notice", { hasText: error }).waitFor();
        assert.equal(await page.getByLabel("Requests").inputValue(), "true");
        await open(page, address);
        await page.locator("table.leaderboard").getByText("1 failed request").waitFor();
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
        score: answered > 200 ? { metric: "exact_match", value: 0.25, n: answered } : null,
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
        assert.equal(await live.getByText("so far").count(), 0);
        await write(250);
        await live.getByText("250 of 400").waitFor();
        await live.getByText("exact_match 0.250 so far (250)").waitFor();
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
