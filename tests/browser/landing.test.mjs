import assert from "node:assert/strict";
import { test } from "node:test";

import { cannotDo, greet, isPhone } from "../../study_app/static/landing.mjs";

function device({ width = 1280, height = 800, features = ["any-pointer: fine"], touch = 0 } = {}) {
  return {
    screen: { width, height },
    navigator: { maxTouchPoints: touch },
    matchMedia: (query) => ({ matches: features.some((feature) => query === `(${feature})`) }),
  };
}
const PHONE = device({ width: 390, height: 844, features: ["pointer: coarse"], touch: 5 });
const TABLET = device({ width: 820, height: 1180, features: ["pointer: coarse"], touch: 5 });
const SMALL_WINDOW_OF_A_COMPUTER = device({ width: 1366, height: 560 });

test("a phone is touched and small, however it is held; a tablet and a computer are none", () => {
  assert.equal(isPhone(PHONE), true);
  assert.equal(isPhone(device({ width: 844, height: 390, features: ["pointer: coarse"] })), true);
  assert.equal(isPhone(TABLET), false);
  assert.equal(isPhone(SMALL_WINDOW_OF_A_COMPUTER), false);
});

test("phones are refused where the study says so, and only there", () => {
  assert.equal(cannotDo({ phones: "" }, PHONE), true);
  assert.equal(cannotDo({}, PHONE), false);
  assert.equal(cannotDo({ phones: "" }, TABLET), false);
});

test("a screen is too small when it could not hold the window either way round", () => {
  assert.equal(cannotDo({ width: "1000" }, PHONE), true);
  assert.equal(cannotDo({ width: "1000" }, TABLET), false); // it can be turned
  assert.equal(cannotDo({ height: "1300" }, TABLET), true);
});

test("a mouse that is wanted may be a second one; a touch screen that is not may not", () => {
  assert.equal(cannotDo({ fine: "" }, TABLET), true);
  assert.equal(cannotDo({ fine: "" }, device({ features: ["pointer: coarse", "any-pointer: fine"] })), false);
  assert.equal(cannotDo({ noTouch: "" }, TABLET), true);
  assert.equal(cannotDo({ noTouch: "" }, device()), false);
});

test("who can take part sees no refusal; who cannot sees it in place of the button", () => {
  for (const [view, refused] of [[device(), false], [PHONE, true]]) {
    const refusal = { hidden: true, dataset: { phones: "" } };
    const begin = { hidden: false };
    const page = { querySelector: (name) => (name === "[data-unfit]" ? refusal : begin), querySelectorAll: () => [] };
    greet(page, view);
    assert.deepEqual([refusal.hidden, begin.hidden], [!refused, refused]);
  }
});
