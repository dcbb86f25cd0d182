// Writes the pictures of the README: `npm run screenshots`, on the demonstration that `cargo xtask test` left.
import { mkdir } from "node:fs/promises";
import { addresses } from "./addresses.mjs";
import { DEMO, serve } from "./server.mjs";
import { fromRoot, launch, open, withPage } from "./support.mjs";

const VIEWPORT = { width: 1280, height: 800 };

/** File names, the pages they show, and the scheme. */
const PICTURES = [
  ["leaderboard", "scenario leaderboard", "light"],
  ["bars", "bars", "light"],
  ["run", "instance", "light"],
  ["perturbed", "perturbed instance", "dark"],
  ["compare", "comparison", "light"],
  ["scenario", "scenario", "dark"],
  ["predictions", "predictions", "light"],
];

const folder = fromRoot("docs");
await mkdir(folder, { recursive: true });
const browser = await launch();
const server = await serve(DEMO);
try {
  const pages = await addresses(server.address);
  for (const [file, name, colorScheme] of PICTURES) {
    await withPage(browser, server.address, { viewport: VIEWPORT, colorScheme }, async (page) => {
      await open(page, server.address + pages[name]);
      // Intervals come a moment later.
      await page.waitForFunction(() => !document.querySelector("main").textContent.includes("being computed"));
      await page.screenshot({ path: `${folder}/${file}.png` });
      console.log(`docs/${file}.png`);
    });
  }
} finally {
  await browser.close();
  server.stop();
}
