import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock, median } from "../../study_app/static/clock.mjs";

const press = (timeStamp, more = {}) => ({ timeStamp, ...more });

test("a response time runs from the onset to the event's own time stamp", () => {
  const clock = new Clock();
  clock.begin(1000);
  assert.equal(clock.reading(press(1842.4), 1860).rt_ms, 842);
});

test("before the onset nothing is an answer", () => {
  const clock = new Clock();
  assert.equal(clock.accepts(press(10), 11), false);
  clock.begin(1000);
  assert.equal(clock.accepts(press(999.9), 1001), false);
  assert.equal(clock.accepts(press(1000), 1001), true);
});

test("a held key is no answer", () => {
  const clock = new Clock();
  clock.begin(0);
  assert.equal(clock.accepts(press(500, { repeat: true }), 501), false);
  clock.press(press(500, { repeat: true }), 501);
  assert.equal(clock.reading(press(800), 801).first_action_ms, 800);
});

test("the first action is the first press after the onset, whether it answers or not", () => {
  const clock = new Clock();
  clock.press(press(50), 51);
  clock.begin(100);
  clock.press(press(400), 401);
  clock.press(press(700), 701);
  assert.equal(clock.reading(press(900), 901).first_action_ms, 300);
});

test("an answer without another press before it is its own first action", () => {
  const clock = new Clock();
  clock.begin(100);
  assert.equal(clock.reading(press(900), 901).first_action_ms, 800);
});

test("the time between frames is a median, so that one long frame does not count", () => {
  const clock = new Clock();
  clock.begin(0);
  for (const at_ms of [16.7, 33.4, 50.1, 250, 266.7]) clock.frame(at_ms);
  assert.equal(clock.reading(press(300), 300).frame_ms, 16.7);
});

test("without a frame there is no time between frames", () => {
  const clock = new Clock();
  clock.begin(0);
  assert.equal(clock.reading(press(5), 5).frame_ms, "");
});

test("hidden time adds up, and the gap it leaves is not a frame", () => {
  const clock = new Clock();
  clock.begin(0);
  clock.frame(20);
  clock.hide(100);
  clock.show(600);
  clock.frame(1000);
  clock.frame(1020);
  clock.hide(2000);
  clock.show(2250);
  const reading = clock.reading(press(3000), 3000);
  assert.equal(reading.hidden_ms, 750);
  assert.equal(reading.frame_ms, 20);
});

test("lost focus is counted while the trial runs only", () => {
  const clock = new Clock();
  clock.blur();
  clock.begin(0);
  clock.blur();
  clock.blur();
  assert.equal(clock.reading(press(5), 5).blur_count, 2);
});

test("an implausible time stamp is replaced by the time of handling, and marked", () => {
  for (const timeStamp of [0, 1_795_000_000_000, -4]) {
    const clock = new Clock();
    clock.begin(1000);
    assert.equal(clock.accepts(press(timeStamp), 1500), true);
    clock.press(press(timeStamp), 1400);
    const reading = clock.reading(press(timeStamp), 1500);
    assert.deepEqual([reading.rt_ms, reading.first_action_ms, reading.clock], [500, 400, "fallback"]);
  }
});

const click = (timeStamp, detail = 1) => press(timeStamp, { type: "click", detail });
const down = (timeStamp) => press(timeStamp, { type: "pointerdown" });

test("the release of a button answers, its press is the first action", () => {
  const clock = new Clock();
  clock.begin(100);
  clock.press(down(900), 901);
  assert.equal(clock.accepts(click(985), 986), true);
  const reading = clock.reading(click(985), 986);
  assert.deepEqual([reading.rt_ms, reading.first_action_ms], [885, 800]);
});

test("a button that was pressed before the onset and released after it is no answer, the next click is", () => {
  const clock = new Clock();
  clock.press(down(950), 951);
  clock.begin(1000);
  assert.equal(clock.accepts(click(1040), 1041), false);
  assert.equal(clock.accepts(click(1300), 1301), true);
});

test("a click that no pointer made is an answer whatever was pressed before", () => {
  const clock = new Clock();
  clock.press(down(950), 951);
  clock.begin(1000);
  assert.equal(clock.accepts(click(1400, 0), 1401), true);
});

test("a page that is hidden while its time runs out was hidden to the end", () => {
  const clock = new Clock();
  clock.begin(1000);
  clock.hide(1500);
  assert.equal(clock.end(4000).hidden_ms, 2500);
});

test("a stimulus that was not revealed by us is marked", () => {
  const clock = new Clock();
  clock.begin(1000, { exact: false });
  assert.equal(clock.reading(press(1500), 1501).clock, "fallback");
  const exact = new Clock();
  exact.begin(1000);
  assert.equal(exact.reading(press(1500), 1501).clock, "frame");
});

test("a page that ended without an answer had no first action unless something was pressed", () => {
  const clock = new Clock();
  clock.begin(1000);
  assert.deepEqual([clock.end(6000).rt_ms, clock.end(6000).first_action_ms], [5000, ""]);
  clock.press(press(1700), 1701);
  assert.equal(clock.end(6000).first_action_ms, 700);
  assert.equal(clock.onset_ms, 1000);
});

test("the median of an even number is between the middle two", () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([10, 9, 100]), 10);
});
