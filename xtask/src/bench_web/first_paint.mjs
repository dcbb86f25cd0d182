// Prints the milliseconds from the start of navigation until the first row of a table, or the first instance, is painted.
import { chromium } from "playwright-core";

const [address, executablePath] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector("main tbody tr")) requestAnimationFrame(() => (window.painted = performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(address);
  const painted = await page.waitForFunction(() => window.painted, null, { timeout: 30_000 });
  console.log(await painted.jsonValue());
} finally {
  await browser.close();
}
