import assert from "node:assert/strict";
import { test } from "node:test";

import { send } from "../../study_app/static/send.mjs";

const stored = { type: "opaqueredirect", status: 0 };
const at_once = async () => {};

function server(...replies) {
  const sent = [];
  const post = async (address, options) => {
    sent.push([address, options.body, options.redirect]);
    const reply = replies.shift();
    if (reply instanceof Error) throw reply;
    return reply;
  };
  return { post, sent };
}

test("a redirection says that the answer is stored, and is not followed", async () => {
  const { post, sent } = server(stored);
  assert.deepEqual(await send("/session", "fields", { post }), { stored: true });
  assert.deepEqual(sent, [["/session", "fields", "manual"]]);
});

test("a lost connection costs nothing: the same fields are sent until they arrive", async () => {
  const { post, sent } = server(new TypeError("offline"), { status: 503 }, stored);
  const pauses = [];
  let told = 0;
  const failed = () => {
    told += 1;
    return new Promise(() => {});
  };
  const outcome = await send("/session", "fields", { post, failed, pause: async (duration_ms) => pauses.push(duration_ms) });
  assert.deepEqual([outcome.stored, sent.length, told, pauses], [true, 3, 2, [1000, 2000]]);
});

test("the pauses grow, but not beyond a quarter of a minute", async () => {
  const { post } = server(...Array(7).fill({ status: 502 }), stored);
  const pauses = [];
  await send("/session", "fields", { post, pause: async (duration_ms) => pauses.push(duration_ms) });
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 15000, 15000, 15000]);
});

test("the participant can cut a pause short", async () => {
  const { post, sent } = server(new TypeError("offline"), stored);
  await send("/session", "fields", { post, failed: at_once, pause: () => new Promise(() => {}) });
  assert.equal(sent.length, 2);
});

test("what the server refuses is not sent again, and its reply is handed on", async () => {
  for (const status of [200, 400, 403, 404, 422, 500]) {
    const reply = { type: "basic", status };
    const { post, sent } = server(reply);
    assert.deepEqual(await send("/session", "fields", { post, pause: at_once }), { stored: false, reply });
    assert.equal(sent.length, 1);
  }
});
