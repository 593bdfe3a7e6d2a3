import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../study_app/static/outbox.mjs";

class Memory {
  #items = new Map();
  get length() {
    return this.#items.size;
  }
  key(n) {
    return [...this.#items.keys()][n];
  }
  getItem(name) {
    return this.#items.get(name) ?? null;
  }
  setItem(name, value) {
    this.#items.set(name, String(value));
  }
  removeItem(name) {
    this.#items.delete(name);
  }
}

/** A sender whose replies are given one by one: `answer()` lets the post that waits arrive. */
function line() {
  const sent = [];
  const open = [];
  const sender = (address, fields) => {
    sent.push([address, Object.fromEntries(fields())]);
    return new Promise((resolve) => open.push(resolve));
  };
  const arrive = async (reply = { receipt: "stored" }) => {
    open.shift()(reply);
    await new Promise(setImmediate);
  };
  return { sent, sender, arrive };
}

const answer = (n) => ({ address: `/session/${n}/answer`, fields: [["response", `${n}`]] });

test("answers leave one after the other, in the order in which they were given", async () => {
  const { sent, sender, arrive } = line();
  const outbox = new Outbox({ memory: () => new Memory(), sender, now: () => 5 });
  const replies = [1, 2, 3].map((n) => outbox.put(answer(n)));
  assert.deepEqual(sent.map(([address]) => address), ["/session/1/answer"]);
  await arrive();
  await arrive();
  await arrive({ receipt: "repeated" });
  assert.deepEqual(sent.map(([address]) => address), [1, 2, 3].map((n) => `/session/${n}/answer`));
  assert.deepEqual((await Promise.all(replies)).map(({ receipt }) => receipt), ["stored", "stored", "repeated"]);
  assert.equal(outbox.size, 0);
});

test("an answer stays in the storage until the server has it", async () => {
  const memory = new Memory();
  const { sender, arrive } = line();
  const outbox = new Outbox({ memory: () => memory, sender });
  outbox.put(answer(1));
  assert.equal(memory.length, 1);
  assert.equal(outbox.isPrecarious, false);
  await arrive();
  assert.equal(memory.length, 0);
});

test("what a closed page left is sent by the next one, in the old order, and tells how long it waited", async () => {
  const memory = new Memory();
  let now = 1000;
  const lost = new Outbox({ memory: () => memory, sender: () => new Promise(() => {}), now: () => now });
  for (const n of [1, 2, 3]) {
    lost.put(answer(n));
    now += 500;
  }
  now = 9000;
  const { sent, sender, arrive } = line();
  const found = new Outbox({ memory: () => memory, sender, now: () => now });
  const left = found.sendLeft();
  for (let n = 0; n < 3; n += 1) await arrive();
  assert.equal(await left, 3);
  assert.deepEqual(sent.map(([, { response, queued_ms }]) => [response, queued_ms]), [["1", 8000], ["2", 7500], ["3", 7000]]);
  assert.equal(memory.length, 0);
  assert.equal(await found.sendLeft(), 0);
});

test("where storage is forbidden the answer is sent all the same, and known to be in danger", async () => {
  const { sender, arrive } = line();
  const forbidden = () => {
    throw new Error("forbidden");
  };
  const outbox = new Outbox({ memory: forbidden, sender });
  const reply = outbox.put(answer(1));
  assert.equal(outbox.isPrecarious, true);
  assert.equal(await outbox.sendLeft(), 0);
  await arrive();
  assert.deepEqual(await reply, { receipt: "stored" });
  assert.equal(outbox.isPrecarious, false);
});

test("an answer that the server stumbles over stays, is not waited for, and is tried again the next time", async () => {
  const memory = new Memory();
  memory.setItem("gullseye-answer:1", "{");
  new Outbox({ memory: () => memory, sender: () => new Promise(() => {}) }).put(answer(1));
  const stumbling = new Outbox({ memory: () => memory, sender: async (address, fields, { most }) => ({ receipt: most ? "failed" : "stored" }) });
  assert.equal(await stumbling.sendLeft(), 0);
  assert.equal(memory.length, 2);
  const { sender, arrive } = line();
  const found = new Outbox({ memory: () => memory, sender }).sendLeft();
  await arrive();
  assert.equal(await found, 1);
});
