import assert from "node:assert/strict";
import { test } from "node:test";

import { offerFullscreen } from "../../study_app/static/fullscreen.mjs";

function pageThat(answer, { enabled = true } = {}) {
  const page = new EventTarget();
  page.fullscreenEnabled = enabled;
  page.fullscreenElement = null;
  page.documentElement = { dataset: {}, requestFullscreen: answer };
  return page;
}

async function press(page, isButton = true) {
  const event = new Event("click");
  Object.defineProperty(event, "target", { value: { closest: () => isButton } });
  page.dispatchEvent(event);
  await new Promise(setImmediate);
}

test("the screen is filled when the button is pressed, and by no other press", async () => {
  let asked = 0;
  const page = pageThat(async () => (asked += 1));
  offerFullscreen(page);
  assert.equal(page.documentElement.dataset.fullscreen, "offered");
  await press(page, false);
  assert.equal(asked, 0);
  await press(page);
  assert.equal(asked, 1);
});

test("who leaves is offered the way back", () => {
  const page = pageThat(async () => {});
  offerFullscreen(page);
  page.fullscreenElement = page.documentElement;
  page.dispatchEvent(new Event("fullscreenchange"));
  assert.equal(page.documentElement.dataset.fullscreen, "offered");
  page.fullscreenElement = null;
  page.dispatchEvent(new Event("fullscreenchange"));
  assert.equal(page.documentElement.dataset.fullscreen, "left");
});

test("a browser that cannot, or will not, goes on without", async () => {
  const without = pageThat(undefined, { enabled: false });
  offerFullscreen(without);
  assert.deepEqual(without.documentElement.dataset, {});
  const unwilling = pageThat(async () => {
    throw new TypeError("no");
  });
  offerFullscreen(unwilling);
  await press(unwilling);
  assert.deepEqual(unwilling.documentElement.dataset, {});
});
