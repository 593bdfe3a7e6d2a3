import assert from "node:assert/strict";
import { test } from "node:test";

import { Events, listenTo } from "../../study_app/static/events.mjs";

function happening(kind, more) {
  const event = new Event(kind);
  for (const [name, value] of Object.entries({ timeStamp: 1500, ...more })) Object.defineProperty(event, name, { value });
  return event;
}

function listening() {
  const [page, view, events] = [new EventTarget(), new EventTarget(), new Events()];
  listenTo(events, { page, view });
  return { page, view, told: () => JSON.parse(events.text(1000)) };
}

test("times run from the onset, are whole, and negative before it", () => {
  const events = new Events();
  events.note("a", 900.4);
  events.note("b", 2000.6, { node: 3 });
  assert.deepEqual(JSON.parse(events.text(1000)), [
    { kind: "a", at_ms: -100, detail: {} },
    { kind: "b", at_ms: 1001, detail: { node: 3 } },
  ]);
});

test("more than 500 are not kept", () => {
  const events = new Events();
  for (let n = 0; n < 600; n += 1) events.note("a", n);
  const told = JSON.parse(events.text(0));
  assert.deepEqual([told.length, told[499].at_ms], [500, 499]);
});

test("a visit in a graph is told with its own time", () => {
  const { page, told } = listening();
  page.dispatchEvent(happening("graph:visit", { detail: { node: 4, by: "hover", at_ms: 1700 } }));
  assert.deepEqual(told(), [{ kind: "graph_visit", at_ms: 700, detail: { node: 4, by: "hover" } }]);
});

test("a picture that is enlarged and left again is told with its own times", () => {
  const { page, told } = listening();
  page.dispatchEvent(happening("zoom:opened", { detail: { figure: 1, factor: 1.5, at_ms: 1700 } }));
  page.dispatchEvent(happening("zoom:closed", { detail: { figure: 1, at_ms: 2700 } }));
  assert.deepEqual(told(), [
    { kind: "zoom_opened", at_ms: 700, detail: { figure: 1, factor: 1.5 } },
    { kind: "zoom_closed", at_ms: 1700, detail: { figure: 1 } },
  ]);
});

test("of what is pasted into a field only the number of letters is told", () => {
  const { page, told } = listening();
  const field = { matches: () => true, name: "why" };
  page.dispatchEvent(happening("paste", { target: field, clipboardData: { getData: () => "a secret" } }));
  page.dispatchEvent(happening("paste", { target: { matches: () => false } }));
  assert.deepEqual(told(), [{ kind: "paste", at_ms: 500, detail: { field: "why", letters: 8 } }]);
});

test("a window that loses the focus, the screen or its fullness is told", () => {
  const { page, view, told } = listening();
  view.dispatchEvent(happening("blur"));
  view.dispatchEvent(happening("focus"));
  for (const state of ["hidden", "visible"]) {
    page.visibilityState = state;
    page.dispatchEvent(happening("visibilitychange"));
  }
  for (const element of [{}, null]) {
    page.fullscreenElement = element;
    page.dispatchEvent(happening("fullscreenchange"));
  }
  const kinds = ["focus_lost", "focus_gained", "page_hidden", "page_shown", "fullscreen_entered", "fullscreen_left"];
  assert.deepEqual(told().map((one) => one.kind), kinds);
});
