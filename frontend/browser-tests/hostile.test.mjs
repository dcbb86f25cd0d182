// Text of models and data sets that would do harm if it were taken as HTML, Markdown or an address.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { addresses } from "./addresses.mjs";
import { DEMO, present, serve } from "./server.mjs";
import { launch, open, skip, withPage } from "./support.mjs";

const HOSTILE =
  '<img src=x onerror="globalThis.harm=1"><script>globalThis.harm=1</script>[link](javascript:globalThis.harm=1)' +
  "<style>main{display:none}</style>&lt;b&gt;\u202e**bold**";
// A folder's name can't hold a slash.
const HOSTILE_MODEL = "<img src=x onerror=globalThis.harm=1>";

/** The texts of questions, answers, names and descriptions that the demonstration has. */
const TEXTS = new Set(["text", "prompt", "description", "display_name", "predicted_text", "mapped_output", "definition_path"]);

function poisoned(value, key) {
  if (typeof value === "string") return TEXTS.has(key) ? `${HOSTILE} ${value}` : value.replaceAll("demo/tiny-gpt2", HOSTILE_MODEL);
  if (Array.isArray(value)) return value.map((item) => poisoned(item, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name)]));
}

/** Makes a copy of a suite in which every text is hostile. */
async function poison(folder, names) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await poison(path, names);
    else if (entry.name.endsWith(".json")) {
      let text = JSON.stringify(poisoned(JSON.parse(await readFile(path, "utf8")), ""));
      for (const [before, after] of names) text = text.replaceAll(before, after);
      await writeFile(path, text);
    }
  }
}

for (const suite of present(DEMO)) {
  describe("hostile text", { skip }, () => {
    let browser;
    let server;
    let folder;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "helm-hostile-"));
      const runs = join(folder, "runs", suite.suite);
      await cp(join(suite.output, "runs", suite.suite), runs, { recursive: true });
      const names = [["demo_tiny-gpt2", HOSTILE_MODEL]];
      await poison(runs, names);
      for (const name of await readdir(runs)) {
        const hostile = names.reduce((text, [before, after]) => text.replaceAll(before, after), name);
        if (hostile !== name) await rename(join(runs, name), join(runs, hostile));
      }
      browser = await launch();
      server = await serve({ output: folder, suite: suite.suite });
    });

    after(async () => {
      await browser?.close();
      server?.stop();
      if (folder) await rm(folder, { recursive: true });
    });

    test("is shown as it is, on every page", async () => {
      const pages = await addresses(server.address);
      await withPage(browser, server.address, {}, async (page) => {
        let seen = 0;
        for (const [name, path] of Object.entries(pages)) {
          await open(page, server.address + path);
          const found = await page.evaluate(() => ({
            harm: globalThis.harm,
            elements: document.querySelectorAll("main img, main script, main style, main b, main iframe").length,
            links: [...document.querySelectorAll("a[href]")].filter((link) => !/^(https?:|\/|\?)/.test(link.getAttribute("href")) && link.className !== "skip-link").length,
            text: document.querySelector("main").textContent,
            isShown: document.querySelector("main").checkVisibility(),
          }));
          assert.equal(found.harm, undefined, name);
          assert.equal(found.elements, 0, `${name} made elements of text`);
          assert.equal(found.links, 0, `${name} made a link of text`);
          assert.ok(found.isShown, name);
          if (found.text.includes("<img src=x")) seen += 1;
        }
        assert.ok(seen > 10, `only ${seen} pages showed the text`);
      });
    });

    test("is not obeyed in addresses", async () => {
      await withPage(browser, server.address, { allowed: [400, 404] }, async (page) => {
        const text = encodeURIComponent(HOSTILE);
        for (const path of [`/leaderboards/${text}`, `/models/${text}`, `/runs/${text}`, `/predictions?q=${text}`, `/compare?run=${text}&run=x`]) {
          await page.goto(server.address + path);
          await page.locator("main h1").first().waitFor();
          assert.equal(await page.evaluate(() => globalThis.harm), undefined, path);
          assert.equal(await page.locator("main img, main script").count(), 0, path);
        }
      });
    });
  });
}
