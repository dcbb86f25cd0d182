// What people do with the pages: sort, filter, choose, export, compare, and send addresses around.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { describeOn } from "./on-server.mjs";
import { ask, DEMO, present } from "./server.mjs";
import { open, ready, withPage } from "./support.mjs";

for (const suite of present(DEMO)) {
  describeOn(suite, "use", (there, onPage) => {
    test("all sections are reached by clicking, and the back button returns", () =>
      onPage("/", async (page) => {
        for (const label of ["Models", "Scenarios", "Predictions", "Compare", "Leaderboards"]) {
          await page.locator("nav.sections").getByRole("link", { name: label }).click();
          await page.locator(`nav.sections [aria-current=page]`, { hasText: label }).waitFor();
          await ready(page);
          await page.waitForFunction((wanted) => document.title.includes(wanted), label);
        }
        await page.goBack();
        await page.locator("main h1", { hasText: "Compare" }).waitFor();
      }));

    test("an address survives a reload, and shows what it showed", () =>
      onPage("/", async (page) => {
        for (const name of ["transposed", "scatter", "model cards", "perturbed instance", "specification", "comparison"]) {
          const path = there.pages[name];
          await open(page, there.server.address + path);
          const shown = await page.locator("main").innerText();
          await page.reload();
          await ready(page);
          assert.equal(page.url(), there.server.address + path);
          assert.equal(await page.locator("main").innerText(), shown, name);
        }
      }));

    test("a leaderboard sorts, and its order is in the address", () =>
      onPage("leaderboard", async (page) => {
        const header = page.locator("table.leaderboard thead th").first();
        await header.getByRole("button").click();
        await page.locator("table.leaderboard thead th[aria-sort=ascending]").waitFor();
        await header.getByRole("button").click();
        await page.locator("table.leaderboard thead th[aria-sort=descending]").waitFor();
        assert.match(page.url(), /order=desc/);
        await page.reload();
        await ready(page);
        assert.equal(await header.getAttribute("aria-sort"), "descending");
      }));

    test("an accuracy has its 95 % interval", () =>
      onPage("leaderboard", async (page) => {
        await page.locator("table.leaderboard .interval").first().waitFor();
        assert.match(
          await page.locator("table.leaderboard .measured").first().innerText(),
          /^\d\.\d{3}\s+(95 % interval\s+)?\d\.\d{3} – \d\.\d{3}$/,
        );
      }));

    test("columns are hidden, pinned and brought back", () =>
      onPage("scenario leaderboard", async (page) => {
        const headers = page.locator("table.leaderboard thead th");
        const all = await headers.count();
        await page.locator(".menu > summary", { hasText: "Columns" }).click();
        await page.locator(".menu-panel input[type=checkbox]").first().uncheck();
        await page.waitForFunction((count) => document.querySelectorAll("table.leaderboard thead th").length === count, all - 1);
        await page.getByRole("button", { name: "Pin", exact: true }).last().click();
        await page.locator("table.leaderboard th.pinned").waitFor();
        assert.match(page.url(), /hide=.*pin=/);
        await page.getByRole("button", { name: "Show all" }).click();
        await page.waitForFunction((count) => document.querySelectorAll("table.leaderboard thead th").length === count, all);
      }));

    test("a table is downloaded as CSV, LaTeX and Markdown", () =>
      onPage("leaderboard", async (page) => {
        await page.locator("summary", { hasText: "Export" }).click();
        for (const [name, start] of [["CSV", "Model,"], ["LaTeX", "% "], ["Markdown", "| Model"]]) {
          const downloading = page.waitForEvent("download");
          await page.getByRole("button", { name: `Download as ${name}` }).click();
          const text = await readFile(await (await downloading).path(), "utf8");
          assert.ok(text.startsWith(start), text.slice(0, 80));
        }
      }));

    test("a leaderboard's value leads to its runs", () =>
      onPage("leaderboard", async (page) => {
        await page.locator("table.leaderboard a.value-link").first().click();
        await page.waitForURL(/\/(predictions\?|runs\/)/);
        await ready(page);
        await page.locator("table.runs tbody th a, .instance").first().waitFor();
      }));

    test("charts draw every model, and points lead to models", () =>
      onPage("bars", async (page) => {
        assert.ok((await page.locator(".interval-chart .plot-bar").count()) > 0);
        await open(page, there.server.address + there.pages.scatter);
        await page.locator(".scatter-point .plot-dot").first().click();
        await page.waitForURL(/\/models\//);
      }));

    test("runs are searched by words and by pattern, and clearing brings them back", () =>
      onPage("/predictions", async (page) => {
        const rows = page.locator("table.runs tbody th");
        const all = await rows.allInnerTexts();
        const search = page.getByLabel("Search runs");
        await search.fill("no-run-is-named-like-this");
        await page.getByText("No run matches.").waitFor();
        await page.getByRole("button", { name: "Clear" }).click();
        await page.waitForFunction((count) => document.querySelectorAll("table.runs tbody th").length === count, all.length);
        await search.fill("/subject=world.*robust/");
        await page.waitForFunction(() => document.querySelectorAll("table.runs tbody th").length === 1);
        assert.match(page.url(), /q=/);
        await search.fill("/(/");
        await page.getByText("not a valid pattern").waitFor();
      }));

    test("facets narrow the list", () =>
      onPage("/predictions", async (page) => {
        const value = page.locator(".facet-value", { hasText: "multiple_choice_separate_original" });
        const count = Number(await value.locator(".count").innerText());
        await value.locator("input").check();
        await page.waitForFunction((wanted) => document.querySelectorAll("table.runs tbody th").length === wanted, count);
        assert.match(page.url(), /method=multiple_choice_separate_original/);
      }));

    test("instances are filtered by the server", () =>
      onPage("run", async (page) => {
        for (const verdict of ["correct", "wrong"]) {
          await page.getByLabel("Answer").selectOption(verdict);
          await page.waitForURL(new RegExp(`verdict=${verdict}`));
          // The list shows what it showed until the answer is there.
          await page.waitForFunction((wanted) => {
            const marks = [...document.querySelectorAll(".instance-list .verdict")];
            return marks.length > 0 && marks.every((mark) => mark.classList.contains(`verdict-${wanted}`));
          }, verdict);
        }
        await page.getByLabel("Answer").selectOption("");
        await page.getByLabel("Search instances").fill("no question is like this");
        await page.getByText("No instance matches.").waitFor();
      }));

    test("an instance shows its prompt as it was sent, its options and its tokens", () =>
      onPage("instance", async (page) => {
        const name = decodeURIComponent(there.pages.instance.split("?")[0].split("/").at(-1));
        const { requests } = await ask(there.server.address, `runs/${encodeURIComponent(name)}/instances/1`);
        const chosen = requests.find((request) => request.is_chosen) ?? requests[0];
        const prompts = await page.locator("pre[aria-label=Prompt]").allTextContents();
        assert.ok(prompts.includes(chosen.prompt), "the prompt is not the one that was sent");
        assert.equal(await page.locator(".references .tag-correct").count(), 1);
        assert.ok((await page.locator(".token[title]").count()) > 0, "no tokens");
      }));

    test("a perturbed instance shows what became of the original", () =>
      onPage("perturbed instance", async (page) => {
        await page.getByText("Changed from").waitFor();
        await page.getByRole("link", { name: "the original" }).click();
        await page.getByText("Perturbed versions").waitFor();
        assert.ok((await page.locator(".perturbed .diff").count()) > 0, "no difference is shown");
      }));

    test("what differs from the default is marked", () =>
      onPage("run", async (page) => {
        await page.getByRole("link", { name: "Specification" }).click();
        await page.locator("table.spec").waitFor();
        const rows = await page.locator("table.spec tbody tr").count();
        assert.equal(await page.locator("table.spec .tag-changed").count(), rows);
        await page.getByRole("link", { name: /All fields/ }).click();
        await page.waitForFunction((count) => document.querySelectorAll("table.spec tbody tr").length > count, rows);
      }));

    test("two runs are compared: counts, tests, and instances by category", () =>
      onPage("comparison", async (page) => {
        const counts = await page.locator("table.pairs tbody td a").allInnerTexts();
        assert.equal(counts.length, 4);
        await page.locator("table.pairs tbody td a").first().click();
        await page.waitForURL(/category=all_correct/);
        await ready(page);
        assert.equal(await page.locator(".compare-card .verdict-wrong").count(), 0);
        assert.match(await page.locator(".compare-toolbar .count").innerText(), new RegExp(`^${counts[0]} instance`));
        await page.getByText(/^p [=<] /).first().waitFor();
      }));

    test("a comparison can be by another metric", () =>
      onPage("comparison", async (page) => {
        const finding = page.locator(".finding");
        const before = await finding.innerText();
        await page.getByLabel("Metric", { exact: true }).selectOption("inference_runtime");
        await page.waitForURL(/metric=inference_runtime/);
        await ready(page);
        await page.getByText(/lower is better/).waitFor();
        assert.notEqual(await finding.innerText(), before);
        await page.reload();
        await ready(page);
        assert.equal(await page.getByLabel("Metric", { exact: true }).inputValue(), "inference_runtime");
      }));

    test("runs are chosen for a comparison from the list", () =>
      onPage("/predictions", async (page) => {
        const boxes = page.getByRole("checkbox", { name: /everyday_science.* for a comparison/ });
        await boxes.nth(0).check();
        await boxes.nth(1).check();
        await page.getByRole("link", { name: "Compare", exact: true }).last().click();
        await page.waitForURL(/\/compare\?run=.*run=/);
        await ready(page);
        await page.locator("table.pairs").waitFor();
      }));

    test("the colour scheme follows the system, and the button overrules it", async () => {
      const lightness = (page) =>
        page.evaluate(() => {
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
          return (r + g + b) / 3;
        });
      await withPage(there.browser, there.server.address, { colorScheme: "dark" }, async (page) => {
        await open(page, there.server.address);
        assert.ok((await lightness(page)) < 60, "the page is not dark");
        const button = page.getByRole("button", { name: /Colour scheme/ });
        await button.click();
        assert.ok((await lightness(page)) > 200, "the button did not make the page light");
        await page.reload();
        await ready(page);
        assert.ok((await lightness(page)) > 200, "the choice did not survive a reload");
      });
    });
  });
}
