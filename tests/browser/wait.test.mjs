import assert from "node:assert/strict";
import { test } from "node:test";

import { hold, isFree, releaseAfter, remaining_ms } from "../../study_app/static/wait.mjs";

function heldButton(seconds) {
  const attributes = new Map();
  return {
    dataset: { minimumSeconds: String(seconds), wordsWait: "in a moment", wordsOver: "now" },
    style: { setProperty: (name, value) => attributes.set(name, value) },
    setAttribute: (name, value) => attributes.set(name, value),
    getAttribute: (name) => attributes.get(name) ?? null,
    removeAttribute: (name) => attributes.delete(name),
    focus() {
      this.focused = true;
    },
  };
}

test("a wait is counted from the onset of the stimulus", () => {
  assert.equal(remaining_ms(1000, 4, 1200), 3800);
  assert.equal(remaining_ms(1000, 4, 9000), 0);
});

test("a held button cannot be pressed until its time is over, and then says so", () => {
  globalThis.document = { body: {}, activeElement: null };
  document.activeElement = document.body;
  const button = heldButton(4);
  const status = { textContent: "" };
  hold(button);
  assert.equal(isFree(button), false);
  let due;
  releaseAfter(button, 1000, { status, now: () => 1016, later: (callback, after_ms) => (due = { callback, after_ms }) });
  assert.equal(due.after_ms, 3984);
  assert.equal(isFree(button), false);
  due.callback();
  assert.deepEqual([isFree(button), status.textContent, button.focused], [true, "now", true]);
});

test("a page without a wait has nothing to hold", () => {
  hold(null);
  releaseAfter(null, 0);
  assert.equal(isFree(null), true);
});
