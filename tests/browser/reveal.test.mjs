import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded, reveal } from "../../study_app/static/reveal.mjs";

function stimulus(...images) {
  return { dataset: {}, querySelectorAll: () => images };
}

function frames() {
  const waiting = [];
  return { ask: (callback) => waiting.push(callback), pass: (at_ms) => waiting.splice(0).forEach((each) => each(at_ms)) };
}

test("a picture is shown in one frame and its onset is the start of the next", async () => {
  const shown = stimulus();
  const screen = frames();
  const onset = reveal(shown, screen.ask);
  assert.equal(shown.dataset.shown, undefined);
  screen.pass(100);
  assert.equal(shown.dataset.shown, "");
  screen.pass(116.7);
  assert.deepEqual(await onset, { onset_ms: 116.7, isPrompt: true });
});

test("where the next frame is long in coming, the onset is not taken for exact", async () => {
  const screen = frames();
  const onset = reveal(stimulus(), screen.ask);
  screen.pass(100);
  screen.pass(201);
  assert.deepEqual(await onset, { onset_ms: 201, isPrompt: false });
});

test("a page without pictures begins with the next frame", async () => {
  const screen = frames();
  const onset = reveal(null, screen.ask);
  screen.pass(100);
  assert.deepEqual(await onset, { onset_ms: 100, isPrompt: true });
});

test("every picture is decoded, and one that fails is fetched again", async () => {
  const calls = [];
  let tries = 0;
  const good = { decode: async () => calls.push("good") };
  const shaky = {
    decode: async () => {
      tries += 1;
      if (tries < 3) throw new Error("torn");
      calls.push("shaky");
    },
    getAttribute: () => "/assets/a.webp",
    set src(address) {
      calls.push(address);
    },
  };
  const pauses = [];
  await decoded(stimulus(good, shaky), { pause: async (duration_ms) => pauses.push(duration_ms) });
  assert.deepEqual(calls, ["good", "/assets/a.webp", "/assets/a.webp", "shaky"]);
  assert.deepEqual(pauses, [500, 1000]);
});

test("a picture that stays away is an error, not a page without a picture", async () => {
  const missing = { decode: () => Promise.reject(new Error("gone")), getAttribute: () => "", src: "" };
  await assert.rejects(decoded(stimulus(missing), { pause: async () => {} }), /gone/);
});
