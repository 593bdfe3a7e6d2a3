import assert from "node:assert/strict";
import { test } from "node:test";

import { Pages, noteShown, timesShown } from "../../study_app/static/pages.mjs";

const page = (key) => ({ key, html: "" });

test("pages come in their order, after the one that is shown", () => {
  const pages = new Pages();
  pages.add([page("b"), page("c")], "a", "a");
  pages.add([page("d")], "c", "a");
  assert.equal(pages.last("a"), "d");
  assert.deepEqual(["b", "c", "d", undefined], [1, 2, 3, 4].map(() => pages.next()?.key));
  assert.equal(pages.last("d"), "d");
});

test("a reply that comes too late, to what is not so any more, adds nothing", () => {
  const pages = new Pages();
  pages.add([page("b")], "a", "a");
  pages.add([page("b")], "a", "a"); // asked for before the first reply had come
  assert.equal(pages.next().key, "b");
  assert.equal(pages.next(), undefined);
  pages.add(undefined, "b", "b");
  assert.equal(pages.next(), undefined);
});

test("it is counted how often a page was shown, until that is told", () => {
  const kept = new Map();
  const memory = () => ({ getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, String(value)), removeItem: (name) => kept.delete(name) });
  noteShown("a", memory);
  noteShown("a", memory);
  assert.equal(timesShown("b", memory), 0);
  assert.equal(timesShown("a", memory), 2);
  assert.equal(timesShown("a", memory), 0);
  assert.equal(kept.size, 0);
});

test("where storage is forbidden nothing is counted", () => {
  const forbidden = () => {
    throw new Error("forbidden");
  };
  noteShown("a", forbidden);
  assert.equal(timesShown("a", forbidden), 0);
});
