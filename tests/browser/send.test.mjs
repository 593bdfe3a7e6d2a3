import assert from "node:assert/strict";
import { test } from "node:test";

import { send } from "../../study_app/static/send.mjs";

const at_once = async () => {};
const fields = () => [["response", "Herring"]];

function said(reply, status = 200) {
  const headers = new Headers({ "content-type": "application/json" });
  return { status, ok: status < 300, headers, json: async () => reply };
}

function server(...replies) {
  const sent = [];
  const post = async (address, options) => {
    sent.push({ address, ...options });
    const reply = replies.shift();
    if (reply instanceof Error) throw reply;
    return reply;
  };
  return { post, sent };
}

test("the server's reply is handed on", async () => {
  const { post, sent } = server(said({ receipt: "stored" }));
  assert.deepEqual(await send("/session/t/answer", fields, { post, query: () => "?showing=u" }), { receipt: "stored" });
  const [{ address, body, headers, keepalive }] = sent;
  assert.deepEqual([address, body.toString(), headers.Accept, keepalive], ["/session/t/answer?showing=u", "response=Herring", "application/json", true]);
});

test("a lost connection costs nothing: the answer is sent until it arrives", async () => {
  const { post, sent } = server(new TypeError("offline"), said({}, 503), said({ receipt: "stored" }));
  const pauses = [];
  let told = 0;
  const failed = () => {
    told += 1;
    return new Promise(() => {});
  };
  const reply = await send("/session", fields, { post, failed, pause: async (duration_ms) => pauses.push(duration_ms) });
  assert.deepEqual([reply.receipt, sent.length, told, pauses], ["stored", 3, 2, [1000, 2000]]);
});

test("fields and query are those of the attempt", async () => {
  const { post, sent } = server(new TypeError("offline"), said({ receipt: "stored" }));
  let n = 0;
  const counted = () => [["attempt", (n += 1)]];
  await send("/session", counted, { post, query: () => `?n=${n}`, pause: at_once });
  assert.deepEqual(sent.map(({ address, body }) => [address, body.toString()]), [["/session?n=0", "attempt=1"], ["/session?n=1", "attempt=2"]]);
});

test("the pauses grow, but not beyond a quarter of a minute", async () => {
  const { post } = server(...Array(7).fill(said({}, 502)), said({ receipt: "stored" }));
  const pauses = [];
  await send("/session", fields, { post, pause: async (duration_ms) => pauses.push(duration_ms) });
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 15000, 15000, 15000]);
});

test("the participant, or the connection that is back, can cut a pause short", async () => {
  const { post, sent } = server(new TypeError("offline"), said({ receipt: "stored" }));
  await send("/session", fields, { post, failed: at_once, pause: () => new Promise(() => {}) });
  assert.equal(sent.length, 2);
});

test("what the server says otherwise is not sent again", async () => {
  for (const status of [400, 403, 404, 413]) {
    const { post, sent } = server({ status, ok: status < 300, headers: new Headers({ "content-type": "text/html" }) });
    assert.deepEqual(await send("/session", fields, { post, pause: at_once }), { receipt: "otherwise" });
    assert.equal(sent.length, 1);
  }
});

test("a reply that breaks off is asked for again", async () => {
  const broken = { ...said({}), json: async () => JSON.parse("{") };
  const { post, sent } = server(broken, said({ receipt: "repeated" }));
  assert.deepEqual(await send("/session", fields, { post, pause: at_once }), { receipt: "repeated" });
  assert.equal(sent.length, 2);
});

test("what a server or somebody in between says of their own faults is no answer: it is sent again", async () => {
  const page = { status: 200, ok: true, headers: new Headers({ "content-type": "text/html" }) };
  for (const reply of [said({}, 500), said({}, 522), said({}, 408), said({}, 425), page]) {
    const { post, sent } = server(reply, said({ receipt: "stored" }));
    assert.deepEqual(await send("/session", fields, { post, pause: at_once }), { receipt: "stored" });
    assert.equal(sent.length, 2);
  }
});

test("where there is a limit, so many faults of the server's own are enough, but no number of lost connections", async () => {
  const { post, sent } = server(said({}, 500), said({}, 503), new TypeError("offline"), said({}, 500));
  assert.deepEqual(await send("/session", fields, { post, pause: at_once, most: 2 }), { receipt: "failed" });
  assert.equal(sent.length, 4);
});

test("an old browser without timeouts sends all the same", async () => {
  const { timeout } = AbortSignal;
  delete AbortSignal.timeout;
  try {
    const { post } = server(said({ receipt: "stored" }));
    assert.deepEqual(await send("/session", fields, { post }), { receipt: "stored" });
  } finally {
    AbortSignal.timeout = timeout;
  }
});
