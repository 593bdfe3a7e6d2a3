const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];
const NOT_NOW = [429, 502, 503, 504]; // a server that starts again, or is too busy

/**
 * Posts the fields until the server has them; resolves to {stored: true}, or to {stored: false, reply} where the server
 * has something to say first.
 *
 * The server stores a stage once, so sending twice is harmless.  A redirection is the server's way to say "stored";
 * it is not followed here, so that the next page is served once.  `failed` is called after each lost attempt;
 * what it returns is waited for beside the pause, so that a button can cut the pause short.
 */
export async function send(address, fields, { post = fetch, failed = () => never(), pause = sleep } = {}) {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await attemptToSend(address, fields, post);
    if (outcome) return outcome;
    await Promise.race([pause(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]), failed()]);
  }
}

async function attemptToSend(address, fields, post) {
  try {
    const reply = await post(address, { method: "POST", body: fields, redirect: "manual", credentials: "same-origin" });
    if (reply.type === "opaqueredirect") return { stored: true };
    return NOT_NOW.includes(reply.status) ? null : { stored: false, reply };
  } catch {
    return null; // no connection
  }
}

function sleep(duration_ms) {
  return new Promise((resolve) => setTimeout(resolve, duration_ms));
}

function never() {
  return new Promise(() => {});
}
