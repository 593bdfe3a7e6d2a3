import assert from "node:assert/strict";
import { test } from "node:test";

import { measured } from "../../study_app/static/device.mjs";

const view = (matching, touches) => ({
  innerWidth: 1280,
  innerHeight: 800,
  matchMedia: (query) => ({ matches: matching.includes(query) }),
  navigator: { maxTouchPoints: touches, userAgent: "Browser/1.0" },
});

test("a computer points finely and hovers", () => {
  const computer = view(["(pointer: fine)", "(hover: hover)", "(color-gamut: srgb)", "(color-gamut: p3)"], 0);
  assert.deepEqual(measured(computer), {
    window_width_px: "1280",
    window_height_px: "800",
    pointer: "fine",
    hover: "yes",
    touch_points: "0",
    browser: "Browser/1.0",
    color_gamut: "p3",
  });
});

test("a phone points coarsely, and what a browser does not know stays empty", () => {
  const { pointer, hover, touch_points, color_gamut } = measured(view(["(pointer: coarse)"], 5));
  assert.deepEqual([pointer, hover, touch_points, color_gamut], ["coarse", "no", "5", ""]);
});
