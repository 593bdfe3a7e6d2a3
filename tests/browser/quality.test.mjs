import assert from "node:assert/strict";
import { test } from "node:test";

import { Quality, addressesIn, clockStep, loadTime, longTaskTime, presentationTime } from "../../study_app/static/quality.mjs";

/** A clock that shows whole steps of what has passed; each look at it takes look_ms. */
function clockOf(step_ms, look_ms = 0.01) {
  let passed_ms = 0;
  return () => Math.floor((passed_ms += look_ms) / step_ms) * step_ms;
}

test("the clock's step is the smallest that is seen", () => {
  assert.equal(clockStep(clockOf(0.1)), 0.1);
  assert.equal(clockStep(clockOf(0.005, 0.003)), 0.005);
  assert.equal(clockStep(clockOf(1)), 1);
});

test("the look at the clock ends after 2 ms, and with a clock that stands still", () => {
  let passed_ms = 0;
  clockStep(() => (passed_ms += 0.1));
  assert.ok(passed_ms < 2.5);
  assert.equal(clockStep(() => 7), "");
});

const loaded = (name, responseEnd, duration, transferSize = 900) => ({ name, responseEnd, duration, transferSize });

test("the load time is that of the page's slowest picture", () => {
  const resources = [loaded("/a", 90, 40.4), loaded("/b", 200, 151.6), loaded("/style.css", 400, 390)];
  assert.equal(loadTime(resources, ["/a", "/b"], 0), 152);
});

test("a picture from the cache, or one that was there before the page, took no time", () => {
  const resources = [loaded("/a", 90, 40), loaded("/b", 200, 3, 0)];
  assert.equal(loadTime(resources, ["/a", "/b"], 100), 0);
  assert.equal(loadTime([], ["/a"], 0), 0);
});

test("of long tasks the part between onset and answer counts", () => {
  const tasks = [
    { startTime: 0, duration: 60 },
    { startTime: 80, duration: 50 },
    { startTime: 300, duration: 70.4 },
    { startTime: 900, duration: 100 },
  ];
  assert.equal(longTaskTime(tasks, 100, 950), 150);
  assert.equal(longTaskTime([], 100, 950), 0);
});

test("pictures are presented when the last of them is", () => {
  assert.equal(presentationTime([{ renderTime: 1010.26 }, { renderTime: 990 }, { renderTime: 0 }], 1000), 10.3);
  assert.equal(presentationTime([{ renderTime: 0 }], 1000), "");
  assert.equal(presentationTime([], 1000), "");
});

/** A browser's observer, with entries by type; observers: all that were made. */
function observerOf(entries) {
  return class {
    static supportedEntryTypes = Object.keys(entries);
    static observers = [];
    constructor(heard) {
      this.heard = heard;
      this.constructor.observers.push(this);
    }
    observe({ type }) {
      this.type = type;
    }
    takeRecords() {
      return entries[this.type].splice(0);
    }
    disconnect() {
      this.isDisconnected = true;
    }
  };
}

test("the first page's pictures count from the document on, a later page's from its coming", () => {
  const resource = [loaded("/a", 50, 45)];
  const first = new Quality(null, { now: clockOf(0.1), Observer: observerOf({ resource: [...resource], longtask: [] }) });
  assert.deepEqual(first.reading(["/a"], 100, 900), { load_ms: 45, long_task_ms: 0, clock_step_ms: 0.1, presented_ms: "" });
  const second = new Quality(null, { since_ms: 1000, Observer: observerOf({ resource: [...resource], longtask: [] }) });
  assert.deepEqual(second.reading(["/a"], 1100, 1900), { load_ms: 0, long_task_ms: 0, clock_step_ms: 0.1, presented_ms: "" });
});

test("the browser is asked of the page's own pictures, and of no others", () => {
  const asked = [];
  const image = { setAttribute: (name) => asked.push(name) };
  const stimulus = { querySelectorAll: () => [image], contains: (element) => element === image };
  const element = [
    { element: image, renderTime: 1005 },
    { element: {}, renderTime: 1200 },
  ];
  const quality = new Quality(stimulus, { Observer: observerOf({ element }) });
  assert.equal(quality.reading([], 1000, 1900).presented_ms, 5);
  assert.deepEqual(asked, ["elementtiming"]);
});

test("what was heard and what is still to be heard is read, once", () => {
  const longtask = [{ startTime: 500, duration: 80 }];
  const Observer = observerOf({ longtask });
  const quality = new Quality(null, { Observer });
  Observer.observers[0].heard({ getEntries: () => [{ startTime: 300, duration: 60 }] });
  assert.equal(quality.reading([], 0, 1000).long_task_ms, 140);
  assert.equal(quality.reading([], 0, 1000).long_task_ms, 140);
});

test("a browser that does not tell leaves the fields empty", () => {
  for (const Observer of [null, observerOf({})]) {
    const { load_ms, long_task_ms } = new Quality(null, { Observer, now: () => 5 }).reading(["/a"], 0, 10);
    assert.deepEqual([load_ms, long_task_ms], ["", ""]);
  }
});

test("a page that is left does not listen any more", () => {
  const Observer = observerOf({ resource: [], longtask: [] });
  const leaving = new AbortController();
  new Quality(null, { Observer, signal: leaving.signal });
  leaving.abort();
  assert.deepEqual(
    Observer.observers.map((each) => each.isDisconnected),
    [true, true],
  );
});

test("pictures are known by the address that the browser chose", () => {
  assert.deepEqual(addressesIn({ querySelectorAll: () => [{ currentSrc: "/a.webp" }, { currentSrc: "/b.png" }] }), ["/a.webp", "/b.png"]);
});
