/** One page of a study: shows it, times it, sends its answer. */

import { Clock } from "./clock.mjs";
import { walkable } from "./graph.mjs";
import { chosenBy, keySwitch } from "./keys.mjs";
import { guide } from "./missing.mjs";
import { preload } from "./preload.mjs";
import { prepare } from "./questions.mjs";
import { decoded, reveal } from "./reveal.mjs";
import { send } from "./send.mjs";
import { hold, isFree, releaseAfter } from "./wait.mjs";

const form = document.querySelector("form[data-trial]");
if (form) run(form);

// a page kept by the browser for its back button may be an old trial: the server knows the right one
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

async function run(form) {
  const clock = new Clock();
  const status = form.querySelector("[data-status]");
  const waiting = form.querySelector("[data-minimum-seconds]");
  hold(waiting);
  watch(clock);
  prepare(form);
  guide(form);
  form.querySelectorAll("[data-graph]").forEach(walkable);
  listen(form, clock, status);
  const onset_ms = await begin(form, clock, status);
  releaseAfter(waiting, onset_ms, { status });
  countFrames(clock);
  await preload(form.dataset.preload);
}

/** Shows the pictures, where there are any, and starts the clock; resolves to the onset. */
async function begin(form, clock, status) {
  const stimulus = form.querySelector("[data-reveal]");
  let exact = true;
  if (stimulus) {
    exact = getComputedStyle(stimulus).visibility === "hidden";
    await decoded(stimulus).catch((fault) => tellPictureFailed(form, status, fault));
  }
  const onset_ms = stimulus ? await reveal(stimulus) : await new Promise(requestAnimationFrame);
  clock.begin(onset_ms, { exact: exact && document.visibilityState === "visible" });
  return onset_ms;
}

function tellPictureFailed(form, status, fault) {
  say(status, form.dataset.wordsPicture, form.dataset.wordsLoad, () => location.reload());
  throw fault;
}

/** Frames, hidden time and lost focus. */
function watch(clock) {
  document.addEventListener("visibilitychange", (event) => {
    if (document.visibilityState === "hidden") clock.hide(event.timeStamp);
    else clock.show(event.timeStamp);
  });
  addEventListener("blur", () => clock.blur());
}

function countFrames(clock) {
  requestAnimationFrame(function count(at_ms) {
    clock.frame(at_ms);
    requestAnimationFrame(count);
  });
}

/** Turns presses, keys and the form's own submission into one answer. */
function listen(form, clock, status) {
  const buttons = [...form.querySelectorAll("button[data-key]")];
  const keysAreOn = keySwitch(document.querySelector("[data-number-keys]"), form);
  let pressed = null; // the click or key that is about to submit the form

  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, (event) => clock.press(event), { capture: true });
  addEventListener("keydown", (event) => {
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    const button = keysAreOn() ? chosenBy(event, buttons) : null;
    if (button) answer(form, button, event);
  });
  form.addEventListener("click", (event) => {
    pressed = event;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form, event.submitter, pressed ?? event);
  });

  function answer(form, button, event) {
    if ("sent" in form.dataset || !clock.accepts(event) || !isFree(button)) return;
    form.dataset.sent = "";
    button.dataset.chosen = "";
    fillTiming(form, clock.reading(event, performance.now()));
    deliver(form, button, status);
  }
}

function fillTiming(form, reading) {
  const values = { ...reading, viewport: `${innerWidth}x${innerHeight}`, device_pixel_ratio: devicePixelRatio };
  for (const field of form.querySelectorAll("[data-timing]")) field.value = values[field.name];
}

/** Sends the answer, however long it takes, and goes on. */
async function deliver(form, button, status) {
  const fields = new URLSearchParams(new FormData(form));
  if (button.name) fields.set(button.name, button.value);
  const slow = setTimeout(() => say(status, form.dataset.wordsSending), 1000);
  const failed = () => new Promise((again) => say(status, form.dataset.wordsFailed, form.dataset.wordsAgain, again));
  const outcome = await send(form.action, fields, { failed });
  clearTimeout(slow);
  if (outcome.stored) location.replace(location.pathname);
  else await tellRefusal(form, button, status, outcome.reply);
}

/** The server asks for something: its request is shown on this page, which stays as it is; anything else it says by itself. */
async function tellRefusal(form, button, status, reply) {
  const request = reply.status === 422 ? messageIn(await reply.text()) : null;
  if (request === null) return submitPlainly(form, button);
  delete form.dataset.sent;
  delete button.dataset.chosen;
  say(status, request);
}

function messageIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[role=alert]")?.textContent ?? null;
}

/** Lets the browser post the form by itself and show what comes. */
function submitPlainly(form, button) {
  if (button.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}

function say(status, text, buttonText, press) {
  status.textContent = text;
  if (!buttonText) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: buttonText });
  button.addEventListener("click", press, { once: true });
  status.append(document.createElement("br"), button);
}
