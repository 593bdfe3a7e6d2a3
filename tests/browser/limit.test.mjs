import assert from "node:assert/strict";
import { test } from "node:test";

import { countDown, left } from "../../study_app/static/limit.mjs";

test("the time left is seen in its last fifth only, in whole seconds", () => {
  assert.deepEqual(left(1000, 10, 1000), { seconds: 10, share: 1, isShown: false });
  assert.equal(left(1000, 10, 8900).isShown, false);
  assert.deepEqual(left(1000, 10, 9500), { seconds: 2, share: 0.15, isShown: true });
  assert.deepEqual(left(1000, 10, 99000), { seconds: 0, share: 0, isShown: true });
});

function page(seconds) {
  const [words, bar, said] = [{ textContent: "" }, { value: 1 }, { textContent: "" }];
  const told = { hidden: true, dataset: { words: '{"one":"{n} second","other":"{n} seconds"}' }, closest: () => ({ lang: "en" }), querySelector: (part) => (part === "span" ? words : bar) };
  const form = { dataset: seconds ? { limitSeconds: seconds } : {}, querySelector: (part) => (part === "[data-limit]" ? told : said) };
  return { form, told, words, bar, said };
}

function clock(at_ms) {
  const time = { at_ms, waits: [] };
  time.now = () => time.at_ms;
  time.later = (callback, wait_ms) => {
    time.waits.push(wait_ms);
    time.next = callback;
  };
  time.pass = () => {
    time.at_ms += time.waits.at(-1);
    time.next();
  };
  return time;
}

test("a page ends once, when its time is over, and says what is left", () => {
  const { form, told, words, bar, said } = page("10");
  const time = clock(1000);
  let ends = 0;
  countDown(form, 1000, () => (ends += 1), time);
  assert.deepEqual([told.hidden, time.waits], [true, [8000]]);
  time.pass();
  assert.deepEqual([told.hidden, words.textContent, said.textContent, bar.value], [false, "2 seconds", "2 seconds", 1]);
  time.at_ms = 10_500;
  time.next();
  assert.deepEqual([words.textContent, said.textContent, bar.value, ends], ["1 second", "2 seconds", 0.25, 0]);
  while (!ends) time.pass();
  assert.equal(time.at_ms, 11_000);
});

test("a page without a limit has time", () => {
  countDown(page("").form, 0, assert.fail, { now: assert.fail, later: assert.fail });
});
