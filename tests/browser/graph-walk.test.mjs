import assert from "node:assert/strict";
import { test } from "node:test";

import { ancestors, children, family, joins, step } from "../../study_app/static/graph-walk.mjs";

// two roots, 0 and 1, share the child 4, which has the children 7 and 8
const drawn = [
  [0, 20, []],
  [0, 60, []],
  [1, 0, [0]],
  [1, 22, [0]],
  [1, 41, [0, 1]],
  [1, 62, [1]],
  [1, 80, [1]],
  [2, 30, [4]],
  [2, 50, [4]],
];
const nodes = drawn.map(([row, middle, parents]) => ({ row, middle, parents }));
const alone = drawn.map(([row, middle]) => ({ row, middle, parents: [] }));

test("left and right stay in the row and stop at its ends", () => {
  assert.deepEqual([step(nodes, 2, "ArrowRight"), step(nodes, 3, "ArrowLeft")], [3, 2]);
  assert.deepEqual([step(nodes, 2, "ArrowLeft"), step(nodes, 6, "ArrowRight"), step(nodes, 8, "ArrowRight")], [2, 6, 8]);
});

test("up leads to the nearest parent, down to the nearest child", () => {
  assert.deepEqual([step(nodes, 4, "ArrowUp"), step(nodes, 6, "ArrowUp"), step(nodes, 0, "ArrowDown")], [1, 1, 3]);
  assert.equal(step(nodes, 4, "ArrowDown"), 8);
});

test("without relations up and down lead to the nearest node of the next row", () => {
  assert.deepEqual([step(alone, 2, "ArrowUp"), step(alone, 6, "ArrowDown"), step(alone, 0, "ArrowDown")], [0, 8, 3]);
});

test("who has no child goes down all the same, and nobody leaves the graph", () => {
  assert.equal(step(nodes, 2, "ArrowDown"), 7);
  assert.deepEqual([step(nodes, 0, "ArrowUp"), step(nodes, 8, "ArrowDown")], [0, 8]);
});

test("Home and End lead to the first and the last; other keys are none of ours", () => {
  assert.deepEqual([step(nodes, 4, "Home"), step(nodes, 4, "End"), step(nodes, 4, "1"), step(nodes, 4, "Tab")], [0, 8, null, null]);
});

test("ancestors are on every way up, children one step down, and the family is both", () => {
  assert.deepEqual([...ancestors(nodes, 7)].sort(), [0, 1, 4]);
  assert.deepEqual(children(nodes, 4), [7, 8]);
  assert.deepEqual([...family(nodes, 4)].sort(), [0, 1, 4, 7, 8]);
  assert.deepEqual([...family(alone, 4)], [4]);
});

test("an arrow belongs to a node when it is on a way to it or goes out of it", () => {
  assert.deepEqual([joins(nodes, 7, 0, 4), joins(nodes, 7, 4, 7), joins(nodes, 4, 4, 7)], [true, true, true]);
  assert.deepEqual([joins(nodes, 7, 4, 8), joins(nodes, 7, 0, 2), joins(nodes, 0, 4, 7)], [false, false, false]);
});
