import assert from "node:assert/strict";
import { test } from "node:test";

import { addresses, preload } from "../../study_app/static/preload.mjs";

test("the list may be empty or missing", () => {
  assert.deepEqual(addresses(undefined), []);
  assert.deepEqual(addresses(" /assets/a.webp  /assets/b.webp "), ["/assets/a.webp", "/assets/b.webp"]);
});

test("pictures are fetched one after the other, and one that fails stops nothing", async () => {
  const log = [];
  const makeImage = () => ({
    set src(address) {
      this.address = address;
      log.push(`fetch ${address}`);
    },
    async decode() {
      log.push(`decode ${this.address}`);
      if (this.address === "/a") throw new Error("gone");
    },
  });
  const kept = await preload("/a /b", makeImage);
  assert.deepEqual(log, ["fetch /a", "decode /a", "fetch /b", "decode /b"]);
  assert.equal(kept.length, 2);
});
