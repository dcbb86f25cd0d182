// The app in a real browser, against any helm-server with at least one summarised run that has instances.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  assertNoOverflow,
  findRunWithInstances,
  heading,
  launch,
  NARROW,
  open,
  ready,
  server,
  skip,
  WIDE,
  withPage,
} from "./support.mjs";

const SECTIONS = [
  ["Leaderboards", "/leaderboards"],
  ["Models", "/models"],
  ["Scenarios", "/scenarios"],
  ["Predictions", "/predictions"],
];

describe("web app", { skip }, () => {
  let browser;
  let run;

  before(async () => {
    browser = await launch();
    run = await findRunWithInstances(browser);
  });

  after(async () => {
    await browser?.close();
  });

  for (const [label, path] of SECTIONS) {
    test(`${label} opens`, async () => {
      await withPage(browser, {}, async (page) => {
        await open(page, path);
        assert.match(await page.title(), new RegExp(label));
        assert.ok((await page.locator("main table tbody th").count()) > 0, "the table has no rows");
        assert.equal(await page.locator("main [role=alert]").count(), 0);
        assert.equal(await page.locator("nav.sections [aria-current=page]").innerText(), label);
      });
    });
  }

  test("the start page shows a leaderboard", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/");
      assert.ok((await page.locator("table.leaderboard tbody th").count()) > 0);
    });
  });

  test("the sections are reached by clicking, and the back button returns", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/");
      for (const [label, path] of SECTIONS) {
        await page.locator("nav.sections").getByRole("link", { name: label }).click();
        await page.waitForURL(`${server}${path}`);
        await ready(page);
        assert.match(await page.title(), new RegExp(label));
      }
      await page.goBack();
      await page.waitForURL(`${server}/scenarios`);
      await page.locator("main h1", { hasText: "Scenarios" }).waitFor();
      await page.locator("main table tbody th a").first().click();
      await page.waitForURL(/\/scenarios\/./);
      await page.locator("main dl").first().waitFor();
    });
  });

  test("a leaderboard sorts", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/leaderboards");
      const header = page.locator("table.leaderboard thead th").first();
      const names = () => page.locator("table.leaderboard tbody th").allInnerTexts();
      const before = await names();
      await header.getByRole("button").click();
      await page.locator("table.leaderboard thead th[aria-sort=ascending]").waitFor();
      assert.equal(await header.getAttribute("aria-sort"), "ascending");
      const ascending = await names();
      assert.deepEqual([...ascending].sort(), [...before].sort());
      await header.getByRole("button").click();
      await page.locator("table.leaderboard thead th[aria-sort=descending]").waitFor();
      const descending = await names();
      if (new Set(before).size === before.length) assert.deepEqual(descending, [...ascending].reverse());
      assert.match(page.url(), /order=desc/);
      await page.reload();
      await ready(page);
      assert.equal(await header.getAttribute("aria-sort"), "descending");
      assert.deepEqual(await names(), descending);
    });
  });

  test("a leaderboard value leads to its runs", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/leaderboards");
      const values = page.locator("table.leaderboard a.value-link");
      assert.ok((await values.count()) > 0, "no value links to its runs");
      await values.first().click();
      await page.waitForURL(/\/predictions\?/);
      await page.getByText("Runs behind").waitFor();
      assert.ok((await page.locator("table.runs tbody th").count()) > 0);
    });
  });

  test("searching runs narrows the list, and clearing restores it", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/predictions");
      const rows = page.locator("table.runs tbody th");
      const all = await rows.allInnerTexts();
      const search = page.getByLabel("Search runs");

      await search.fill(all[0]);
      await page.waitForURL(/[?&]q=/);
      await page.waitForFunction((name) => {
        const shown = [...document.querySelectorAll("table.runs tbody th")];
        return shown.length > 0 && shown.every((row) => row.textContent.includes(name));
      }, all[0]);

      await search.fill("no-run-is-named-like-this");
      await page.getByText("No run matches.").waitFor();
      assert.equal(await rows.count(), 0);

      await page.getByRole("button", { name: "Clear" }).click();
      await rows.first().waitFor();
      assert.deepEqual(await rows.allInnerTexts(), all);
      assert.equal(await search.inputValue(), "");

      await search.pressSequentially(`/^${all[0].split(":")[0]}/`);
      await page.waitForFunction(() => document.querySelectorAll("table.runs tbody th").length > 0);
      assert.equal(await page.getByText("not a valid pattern").count(), 0);
    });
  });

  test("a search survives a reload", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/predictions?q=no-run-is-named-like-this");
      await page.reload();
      await ready(page);
      await page.getByText("No run matches.").waitFor();
      assert.equal(await page.getByLabel("Search runs").inputValue(), "no-run-is-named-like-this");
    });
  });

  test("a run page shows instance, prompt, prediction and correctness", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, run);
      const instance = page.locator(".instance").first();
      assert.ok((await instance.locator(".data-text").first().innerText()).trim() !== "", "no input");
      const prediction = instance.locator(".prediction").first();
      await prediction.getByRole("heading", { name: /Prediction/ }).waitFor();
      assert.match(await prediction.locator(".verdict").innerText(), /^[✓✗?]\s*(Correct|Wrong|Unknown)$/);
      const prompt = prediction.locator("details.prompt");
      const text = prompt.locator("pre").first();
      assert.equal(await text.isVisible(), false);
      await prompt.locator("summary").click();
      await text.waitFor();
      assert.ok((await text.innerText()).trim() !== "", "no prompt");
    });
  });

  test("a run is reached by clicking and its metrics can be searched", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/predictions");
      await page.locator(`table.runs tbody th a[href="${run}"]`).click();
      await page.locator(".instance").first().waitFor();
      await page.getByRole("link", { name: "Metrics", exact: true }).click();
      const rows = page.locator("table.metrics tbody th");
      await rows.first().waitFor();
      const count = await rows.count();
      const name = (await rows.first().locator("code").innerText()).trim();
      await page.getByLabel("Search metrics").fill(name);
      await page.waitForFunction(
        (wanted) =>
          [...document.querySelectorAll("table.metrics tbody th")].every((row) => row.textContent.includes(wanted)),
        name,
      );
      assert.ok((await rows.count()) <= count);
    });
  });

  test("instances are filtered by correctness", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, run);
      const select = page.getByLabel("Predictions");
      for (const verdict of ["correct", "wrong", "unknown"]) {
        const option = await select.locator(`option[value=${verdict}]`).innerText();
        const expected = Number(/\((\d+)\)/.exec(option)[1]);
        await select.selectOption(verdict);
        await page.waitForURL(new RegExp(`show=${verdict}`));
        if (expected === 0) await page.getByText("No instance matches.").waitFor();
        else await page.locator(`.instance .verdict-${verdict}`).first().waitFor();
      }
    });
  });

  test("deep links survive a reload", async () => {
    await withPage(browser, {}, async (page) => {
      for (const path of [run, `${run}?tab=metrics`, "/models", "/scenarios?all=1", "/leaderboards"]) {
        await open(page, path);
        const title = await heading(page);
        await page.reload();
        await ready(page);
        assert.equal(await heading(page), title);
        assert.equal(page.url(), server + path);
      }
    });
  });

  test("an unknown address says so", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/no/such/page");
      assert.equal(await heading(page), "Page not found");
    });
  });

  test("the skip link leads to the content", async () => {
    await withPage(browser, {}, async (page) => {
      await open(page, "/models");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.className), "skip-link");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    });
  });

  for (const viewport of [WIDE, NARROW]) {
    test(`nothing overflows at ${viewport.width} px`, async () => {
      await withPage(browser, { viewport }, async (page) => {
        for (const path of ["/", "/leaderboards?columns=all", "/models", "/scenarios?all=1", "/predictions", run, `${run}?tab=metrics`]) {
          await open(page, path);
          await page.locator("main details").evaluateAll((all) => {
            for (const details of all) details.open = true;
          });
          await assertNoOverflow(page, path);
        }
      });
    });
  }

  test("the dark scheme follows the system, and the button overrules it", async () => {
    const lightness = (page) =>
      page.evaluate(() => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
        return (r + g + b) / 3;
      });
    await withPage(browser, { colorScheme: "dark" }, async (page) => {
      await open(page, run);
      assert.ok((await lightness(page)) < 60, "the page is not dark");
      const button = page.getByRole("button", { name: /Colour scheme/ });
      await button.click();
      assert.ok((await lightness(page)) > 200, "the button did not make the page light");
      await page.reload();
      await ready(page);
      assert.ok((await lightness(page)) > 200, "the choice did not survive a reload");
      await button.click();
      assert.ok((await lightness(page)) < 60, "the button did not make the page dark");
    });
    await withPage(browser, { colorScheme: "light" }, async (page) => {
      await open(page, "/");
      assert.ok((await lightness(page)) > 200, "the page is not light");
    });
  });
});
