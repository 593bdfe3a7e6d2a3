const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];
const NOT_NOW = [408, 425, 429]; // too slow, too early, too much; beside all that a server or a proxy says of its own faults
const LONGEST_ATTEMPT_MS = 20_000;
const OUTLIVES_THE_PAGE = 32_000; // characters: browsers finish a request of a page that was closed only if it is small

/**
 * Posts the fields until the server has them; resolves to its reply: {receipt: "stored" | "repeated" | "stale" |
 * "refused", …}, or {receipt: "otherwise"} where it wants none of it; {receipt: "failed"} after `most` faults of the server's own.
 *
 * The server stores a stage once, so sending twice is harmless.  `fields` and `query` are asked at each attempt.
 * `failed` is called after each lost attempt; what it returns is waited for beside the pause, so that a button, or the
 * connection that comes back, can cut the pause short.
 */
export async function send(address, fields, { query = () => "", post = fetch, failed = never, pause = sleep, most = Infinity } = {}) {
  for (let attempt = 0, faults = 0; ; attempt += 1) {
    const reply = await attemptToSend(address + query(), fields(), post);
    if (reply?.receipt === "fault") faults += 1;
    else if (reply) return reply;
    if (faults >= most) return { receipt: "failed" };
    await Promise.race([pause(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]), failed()]);
  }
}

/** The reply, "fault" where the server stumbled; null where it has to be tried again. */
async function attemptToSend(address, fields, post) {
  const body = new URLSearchParams(fields);
  try {
    const reply = await post(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      keepalive: body.toString().length < OUTLIVES_THE_PAGE,
      signal: AbortSignal.timeout?.(LONGEST_ATTEMPT_MS),
    });
    if (reply.status === 500) return { receipt: "fault" };
    if (reply.status > 500 || NOT_NOW.includes(reply.status)) return null;
    if (!reply.ok) return { receipt: "otherwise" };
    return isJson(reply) ? await reply.json() : null; // a page of somebody in between
  } catch {
    return null; // no connection, or one that broke off
  }
}

function isJson(reply) {
  return (reply.headers.get("content-type") ?? "").startsWith("application/json");
}

function sleep(duration_ms) {
  return new Promise((resolve) => setTimeout(resolve, duration_ms));
}

function never() {
  return new Promise(() => {});
}
