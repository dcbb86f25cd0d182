// Prints how many milliseconds pass until the content of a page, which a selector finds, is painted; a line each for
// the first page of a browser that was just started, the same address in a browser that has been there, and a click on
// a link to it, where one is named.
import { chromium } from "playwright-core";

const [address, executablePath, selector, from, link] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  await page.addInitScript((wanted) => {
    const lookSince = (start) => {
      window.painted = undefined;
      const look = () => {
        if (document.querySelector(wanted)) requestAnimationFrame(() => (window.painted = performance.now() - start));
        else requestAnimationFrame(look);
      };
      look();
    };
    lookSince(0);
    window.addEventListener("click", ({ timeStamp }) => lookSince(timeStamp), { capture: true });
  }, selector);
  const painted = async () => {
    const milliseconds = await page.waitForFunction(() => window.painted, null, { timeout: 30_000 });
    console.log(await milliseconds.jsonValue());
  };
  await page.goto(address);
  await painted();
  await page.goto("about:blank");
  await page.goto(address);
  await painted();
  if (link) {
    await page.goto(new URL(from, address).href);
    await page.locator(link).first().click();
    await painted();
  }
} finally {
  await browser.close();
}
