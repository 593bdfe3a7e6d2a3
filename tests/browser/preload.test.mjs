import assert from "node:assert/strict";
import { test } from "node:test";

import { Gallery } from "../../study_app/static/preload.mjs";

const pictures = (...names) => names.map((name) => ({ getAttribute: () => name }));
const adopt = (picture) => ({ address: picture.getAttribute("src") });

test("a few are loaded at a time, each once, and progress is told", async () => {
  let open = 0;
  let most = 0;
  const loaded = [];
  const decode = async ({ address }) => {
    most = Math.max(most, (open += 1));
    await new Promise(setImmediate);
    open -= 1;
    loaded.push(address);
  };
  const gallery = new Gallery({ adopt, decode });
  const told = [];
  await gallery.load(pictures(..."abcdefghij"), (n, all) => told.push([n, all]));
  assert.equal(most, 4);
  assert.deepEqual(told, Array.from({ length: 10 }, (_, n) => [n + 1, 10]));
  await gallery.load(pictures("a", "k"));
  assert.deepEqual(loaded, [..."abcdefghijk"]);
});

test("one that stays away is told, and asked for anew the next time", async () => {
  let isThere = false;
  const decode = async () => {
    if (!isThere) throw new Error("gone");
  };
  const gallery = new Gallery({ adopt, decode });
  await assert.rejects(gallery.load(pictures("a")), /gone/);
  isThere = true;
  await gallery.load(pictures("a"));
});

test("where there are none, nothing is waited for", async () => {
  await new Gallery({ adopt, decode: () => assert.fail() }).load([]);
});
