/**
 * Answers on their way to the server: sent one after the other, in the order in which they were given.
 *
 * Each is kept in the browser's storage until the server has it, so that a page that is closed, or a connection that is
 * lost, loses none: who comes back sends what is left.  Another tab may send the same answer; the server stores it once.
 */

import { send } from "./send.mjs";

const PREFIX = "gullseye-answer:";
const MOST_FAULTS = 5;

export class Outbox {
  #waiting = []; // { name, answer, resolve }
  #isSending = false;
  #memory;
  #send;
  #now;

  /** memory: gives the storage, or throws where the browser forbids it.  sender: as send.mjs.  now: ms since 1970. */
  constructor({ memory = () => localStorage, sender = send, now = Date.now } = {}) {
    this.#memory = memory;
    this.#send = sender;
    this.#now = now;
  }

  /** How many answers are not with the server yet. */
  get size() {
    return this.#waiting.length;
  }

  /** Whether they would be lost if the page were closed now. */
  get isPrecarious() {
    return this.#waiting.some(({ isKept }) => !isKept);
  }

  /**
   * Sends an answer after those before it; resolves to the server's reply.
   *
   * answer: { address, fields }.  query: what the address ends with, asked at each attempt.  failed: as in send.mjs.
   */
  put(answer, { query, failed } = {}) {
    const name = `${PREFIX}${String(this.#now()).padStart(15, "0")}:${String(this.#waiting.length).padStart(4, "0")}:${answer.address}`;
    return this.#enqueue({ name, answer: { ...answer, given_at: this.#now() }, query, failed, isKept: this.#keep(name, answer) });
  }

  /**
   * Sends what an earlier page left; resolves to how many answers arrived.
   *
   * An answer that the server stumbles over again and again stays where it is, and nobody has to wait for it.
   */
  async sendLeft({ failed } = {}) {
    const left = this.#left().map(([name, answer]) => this.#enqueue({ name, answer, failed, most: MOST_FAULTS, isKept: true }));
    return (await Promise.all(left)).filter(({ receipt }) => receipt !== "failed").length;
  }

  #enqueue(entry) {
    return new Promise((resolve) => {
      this.#waiting.push({ ...entry, resolve });
      this.#work();
    });
  }

  async #work() {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#waiting.length) {
      const { name, answer, query, failed, most, resolve } = this.#waiting[0];
      const others = answer.fields.filter(([field]) => field !== "queued_ms"); // of a field that is there twice the server reads the first
      const fields = () => [...others, ["queued_ms", Math.max(0, this.#now() - answer.given_at)]];
      const reply = await this.#send(answer.address, fields, { query, failed, most });
      if (reply.receipt !== "failed") this.#forget(name);
      this.#waiting.shift();
      resolve(reply);
    }
    this.#isSending = false;
  }

  #keep(name, answer) {
    try {
      this.#memory().setItem(name, JSON.stringify({ ...answer, given_at: this.#now() }));
      return true;
    } catch {
      return false; // storage is forbidden or full: the answer is sent all the same, as long as the page stays
    }
  }

  #forget(name) {
    try {
      this.#memory().removeItem(name);
    } catch {
      // as above
    }
  }

  #left() {
    try {
      const memory = this.#memory();
      const names = Array.from({ length: memory.length }, (_, n) => memory.key(n)).filter((name) => name.startsWith(PREFIX));
      return names.sort().map((name) => [name, read(memory.getItem(name))]).filter(([, answer]) => answer);
    } catch {
      return []; // as above
    }
  }
}

/** The answer that was written so; null: it is none of ours. */
function read(text) {
  try {
    const answer = JSON.parse(text);
    return typeof answer.address === "string" && Array.isArray(answer.fields) ? answer : null;
  } catch {
    return null;
  }
}
