// A browser and a helm-server for the tests of one suite.
import { after, before, describe } from "node:test";
import { addresses } from "./addresses.mjs";
import { serve } from "./server.mjs";
import { launch, open, skip, withPage } from "./support.mjs";

/**
 * Declares tests on a suite, in a browser with a server of their own. `declare` gets what is there once they run, and
 * `onPage`, which opens a page, by its name or its address, and checks that it stays quiet (see `withPage`).
 */
export function describeOn(suite, name, declare) {
  describe(name, { skip }, () => {
    const there = {};

    before(async () => {
      there.browser = await launch();
      there.server = await serve(suite);
      there.pages = await addresses(there.server.address);
    });

    after(async () => {
      await there.browser?.close();
      there.server?.stop();
    });

    const onPage = (where, body) =>
      withPage(there.browser, there.server.address, {}, async (page) => {
        await open(page, there.server.address + (there.pages[where] ?? where));
        await body(page);
      });

    declare(there, onPage);
  });
}
