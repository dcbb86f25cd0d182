// Prints the milliseconds from the start of navigation until the content of a page, which a selector finds, is painted.
import { chromium } from "playwright-core";

const [address, executablePath, selector] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  await page.addInitScript((wanted) => {
    const look = () => {
      if (document.querySelector(wanted)) requestAnimationFrame(() => (window.painted = performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  }, selector);
  await page.goto(address);
  const painted = await page.waitForFunction(() => window.painted, null, { timeout: 30_000 });
  console.log(await painted.jsonValue());
} finally {
  await browser.close();
}
