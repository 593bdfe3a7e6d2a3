import assert from "node:assert/strict";
import { test } from "node:test";

import { leaveAfter } from "../../study_app/static/leave.mjs";

test("a page goes where its link leads, after the seconds that the link says", () => {
  const gone = [];
  let wait_ms;
  const later = (callback, given_ms) => {
    wait_ms = given_ms;
    callback();
  };
  leaveAfter({ href: "https://example.org/", dataset: { leaveAfter: "5" } }, (address) => gone.push(address), later);
  assert.deepEqual([gone, wait_ms], [["https://example.org/"], 5000]);
});

test("a page without such a link stays", () => {
  leaveAfter(null, assert.fail, assert.fail);
});
