// The static export, served below some path by a server that knows nothing of the app.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after, before, describe, test } from "node:test";
import { addresses } from "./addresses.mjs";
import { DEMO, present, runProgram, serve } from "./server.mjs";
import { launch, open, ready, skip, withPage } from "./support.mjs";

const BELOW = "/some/where";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** A plain file server; its content security policy is stricter than any host's. */
async function host(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
    const file = path === `${BELOW}/` ? "index.html" : path.slice(BELOW.length + 1);
    try {
      if (!path.startsWith(`${BELOW}/`)) throw new Error("outside of the export");
      const content = await readFile(join(folder, file));
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      response.setHeader("content-security-policy", "default-src 'self'");
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}${BELOW}/`, stop: () => server.close() };
}

for (const suite of present(DEMO)) {
  describe("static export", { skip }, () => {
    let browser;
    let folder;
    let site;
    let pages;

    before(async () => {
      browser = await launch();
      folder = await mkdtemp(join(tmpdir(), "helm-export-"));
      await runProgram("--output-path", suite.output, "--suite", suite.suite, "--export-path", join(folder, "site"));
      const server = await serve(suite);
      pages = await addresses(server.address);
      server.stop();
      site = await host(join(folder, "site"));
    });

    after(async () => {
      await browser?.close();
      site?.stop();
      if (folder) await rm(folder, { recursive: true });
    });

    test("has all pages", async () => {
      await withPage(browser, site.address, {}, async (page) => {
        for (const [name, path] of Object.entries(pages)) {
          await page.goto("about:blank");
          await open(page, `${site.address}#${path}`);
          assert.equal(await page.locator("main [role=alert]").count(), 0, name);
          const text = await page.locator("main").innerText();
          assert.ok(text.length > 100, `${name} is empty`);
        }
      });
    });

    test("filters, searches and steps without a server", async () => {
      await withPage(browser, site.address, {}, async (page) => {
        await open(page, `${site.address}#${pages.run}`);
        await page.getByLabel("Answer").selectOption("wrong");
        await page.waitForURL(/verdict=wrong/);
        await ready(page);
        assert.equal(await page.locator(".instance-list .verdict-correct").count(), 0);
        await page.getByLabel("Search instances").fill("no question is like this");
        await page.getByText("No instance matches.").waitFor();
        await page.getByRole("button", { name: "Clear" }).click();
        await page.locator(".instance-steps").getByRole("link", { name: /Next/ }).click();
        await page.waitForURL(/row=/);
      });
    });

    test("compares with the statistics that were exported", async () => {
      await withPage(browser, site.address, {}, async (page) => {
        await open(page, `${site.address}#${pages.comparison}`);
        assert.equal(await page.locator("table.pairs tbody td a").count(), 4);
        await page.locator(".compare-card").first().waitFor();
      });
    });

    test("says so when a run is not in it", async () => {
      await withPage(browser, site.address, {}, async (page) => {
        await page.goto(`${site.address}#/runs/none`);
        await page.locator("main [role=alert] h1").waitFor();
      });
    });
  });
}
