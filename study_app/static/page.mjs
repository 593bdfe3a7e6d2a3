/**
 * The pages of a study, one after the other in one document: each is shown and timed (trial.mjs), its answer goes into
 * the outbox, and the next one takes its place, at once where the server could send it ahead.
 */

import { failing, say, submitPlainly } from "./delivery.mjs";
import { Outbox } from "./outbox.mjs";
import { Pages, noteShown, turnTo } from "./pages.mjs";
import { Gallery, picturesIn } from "./preload.mjs";
import { Trial } from "./trial.mjs";

const SLOW_MS = 1000; // an answer that takes longer is said to be on its way
const LOADING_MS = 400; // pictures that take longer are said to be loading

const outbox = new Outbox();
const pages = new Pages();
const gallery = new Gallery();
let shown = null; // the key of the page that is shown
let waiting = null; // the form that waits for its answer to arrive, and tells of it
let retry = () => {}; // ends the pause after a lost attempt
const failed = () => Promise.race([failing(waiting), new Promise((again) => (retry = again))]);

const form = document.querySelector("form[data-trial]");
if (form) start(form);

// a page kept by the browser for its back button may be an old trial: the server knows the right one
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
addEventListener("beforeunload", (event) => {
  if (outbox.isPrecarious) event.preventDefault();
});

/** Sends what an earlier page left before anything is shown: then the server knows which page comes. */
async function start(form) {
  const held = new AbortController();
  form.addEventListener("submit", (event) => event.preventDefault(), { signal: held.signal });
  const n = await awaited(form, outbox.sendLeft({ failed }));
  if (n > 0) return location.reload();
  held.abort();
  run(form);
}

/** What `sent` resolves to; `form` says meanwhile that something is on its way, or cannot be: it is tried again at once. */
async function awaited(form, sent) {
  waiting = form;
  retry();
  const status = form.querySelector("[data-status]");
  const slow = setTimeout(() => status.querySelector("button") ?? say(status, form.dataset.wordsSending), SLOW_MS);
  const reply = await sent;
  clearTimeout(slow);
  waiting = null;
  return reply;
}

/** comes: alone, with its document; replied, with the reply to an answer, and those after it; ahead, before it was needed. */
async function run(form, comes = "alone", since_ms = 0) {
  const trial = new Trial(form, answered, since_ms);
  shown = trial.key;
  if (comes === "ahead") noteShown(trial.key);
  if (comes === "alone") fetchAhead(form.dataset.ahead, shown);
  await loaded(form);
  await trial.begin();
  gallery.load(picturesIn(form, "[data-soon]")).catch(() => {}); // the page that shows them tries again, and tells
}

/** Loads the pictures of the page and of the rest of its block, as often as it takes. */
async function loaded(form) {
  const panel = form.querySelector("[data-loading]");
  const [bar, told] = [panel.querySelector("progress"), panel.querySelector("[data-loaded]")];
  const telling = setTimeout(() => form.toggleAttribute("data-loads", true), LOADING_MS);
  const progress = (n, all) => {
    bar.max = all;
    bar.value = n;
    told.textContent = panel.dataset.words.replace("{n}", n).replace("{all}", all);
  };
  for (let isThere = false; !isThere; ) {
    try {
      await gallery.load([...form.querySelectorAll("img"), ...picturesIn(form, "[data-pictures]")], progress);
      isThere = true;
    } catch {
      form.toggleAttribute("data-loads", true);
      await new Promise((again) => say(told, form.dataset.wordsPicture, form.dataset.wordsLoad, again));
    }
  }
  clearTimeout(telling);
  form.removeAttribute("data-loads");
}

async function fetchAhead(address, after) {
  if (!address) return;
  try {
    const reply = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (reply.ok) pages.add((await reply.json()).ahead, after, shown);
  } catch {
    // without pages ahead, each comes with the reply to the answer before it
  }
}

/** Sends the answer of `trial`, pressed with `button` (null: its time is over), and shows what comes next. */
async function answered(trial, button) {
  const { form } = trial;
  const next = pages.next();
  const answer = { address: form.getAttribute("action"), fields: trial.fields(button) };
  if (next) {
    trial.leave();
    sendInPassing(answer, next.key);
    return run(turnTo(next.html), "ahead", performance.now());
  }
  const reply = await awaited(form, outbox.put(answer, { query: () => "?showing=&held=", failed }));
  if (reply.receipt === "refused") return trial.resume(reply.message);
  trial.leave();
  if (reply.receipt === "otherwise") return submitPlainly(form, button);
  if (!reply.page) return location.replace(location.pathname);
  pages.forget();
  const following = turnTo(reply.page.html);
  shown = reply.page.key;
  pages.add(reply.ahead, shown, shown);
  run(following, "replied", performance.now());
}

/** Sends an answer whose page was left already; where the server thinks otherwise of what comes next, it is right. */
async function sendInPassing(answer, showing) {
  let held = null;
  const query = () => {
    held = pages.last(shown);
    return `?${new URLSearchParams({ showing, held })}`;
  };
  const reply = await outbox.put(answer, { query, failed });
  if (["stored", "repeated"].includes(reply.receipt) && !reply.over && !reply.page) pages.add(reply.ahead, held, shown).forEach(prepare);
  else if (outbox.size === 0) location.replace(location.pathname);
}

/** Loads the pictures of a page that was sent ahead of those that its block began with. */
function prepare({ html }) {
  const later = window.requestIdleCallback ?? setTimeout;
  later(() => gallery.load(new DOMParser().parseFromString(html, "text/html").images).catch(() => {})); // the page tries again
}
