import assert from "node:assert/strict";
import { test } from "node:test";

import { fitted, isNews, moved, pathOf, percents, placeAt, pointText, strokesText } from "../../study_app/static/strokes.mjs";

test("a picture that is fitted into a box stands in its middle", () => {
  assert.deepEqual(fitted({ left: 10, top: 20, width: 400, height: 400 }, 200, 100), { left: 10, top: 120, width: 400, height: 200 });
  assert.deepEqual(fitted({ left: 0, top: 0, width: 448, height: 448 }, 96, 96), { left: 0, top: 0, width: 448, height: 448 });
});

test("a place is a part of the picture, and never outside of it", () => {
  const shown = { left: 100, top: 50, width: 200, height: 400 };
  assert.deepEqual(placeAt(150, 250, shown), { x: 0.25, y: 0.5 });
  assert.deepEqual(placeAt(0, 1000, shown), { x: 0, y: 1 });
});

test("arrow keys move a place, with Shift less, and stop at the edge", () => {
  const near = ({ x, y }) => [x.toFixed(3), y.toFixed(3)];
  assert.deepEqual(near(moved({ x: 0.5, y: 0.5 }, "ArrowRight")), ["0.520", "0.500"]);
  assert.deepEqual(near(moved({ x: 0.5, y: 0.5 }, "ArrowUp", { fine: true })), ["0.500", "0.496"]);
  assert.deepEqual(near(moved({ x: 0.01, y: 0.99 }, "ArrowDown")), ["0.010", "1.000"]);
  assert.equal(moved({ x: 0.5, y: 0.5 }, "Enter"), null);
});

test("a step is as long downwards as it is sideways, whatever the picture's shape", () => {
  assert.equal(moved({ x: 0.5, y: 0.5 }, "ArrowDown", { aspect: 2 }).y, 0.54);
});

test("a stroke takes a place that is a quarter of the radius away", () => {
  assert.equal(isNews([], { x: 0, y: 0 }, 0.04, 1), true);
  assert.equal(isNews([{ x: 0.5, y: 0.5 }], { x: 0.509, y: 0.5 }, 0.04, 1), false);
  assert.equal(isNews([{ x: 0.5, y: 0.5 }], { x: 0.511, y: 0.5 }, 0.04, 1), true);
  assert.equal(isNews([{ x: 0.5, y: 0.5 }], { x: 0.5, y: 0.511 }, 0.04, 2), false);
});

test("what is posted has four decimals, and nothing is posted of nothing", () => {
  assert.equal(pointText({ x: 0.123456, y: 0.5 }), '{"x":0.1235,"y":0.5}');
  assert.equal(strokesText([[{ x: 0.1, y: 1 / 3 }, { x: 0.2, y: 0.4 }], [{ x: 1, y: 0 }]], 0.04), '{"radius":0.04,"strokes":[[[0.1,0.3333],[0.2,0.4]],[[1,0]]]}');
  assert.deepEqual([pointText(undefined), strokesText([], 0.04)], ["", ""]);
});

test("a stroke is drawn as a line, a single place as a dot", () => {
  assert.equal(pathOf([{ x: 0.25, y: 0.5 }, { x: 0.5, y: 0.5 }], 200, 100), "M50 50L100 50");
  assert.equal(pathOf([{ x: 0.25, y: 0.5 }], 200, 100), "M50 50h0.01");
});

test("a place is said in per cent", () => {
  assert.deepEqual(percents({ x: 0.254, y: 0.5 }), { x: 25, y: 50 });
});
