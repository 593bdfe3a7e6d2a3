/** One page of a study: shows it, times it, notes what happens on it, sends its answer. */

import { Clock } from "./clock.mjs";
import { deliver, say } from "./delivery.mjs";
import { measured } from "./device.mjs";
import { Events, listenTo } from "./events.mjs";
import { walkable } from "./graph.mjs";
import { chosenBy, keySwitch } from "./keys.mjs";
import { countDown } from "./limit.mjs";
import { markable } from "./mark.mjs";
import { guide } from "./missing.mjs";
import { preload } from "./preload.mjs";
import { prepare } from "./questions.mjs";
import { decoded, reveal } from "./reveal.mjs";
import { hold, isFree, releaseAfter } from "./wait.mjs";

const form = document.querySelector("form[data-trial]");
if (form) run(form);

// a page kept by the browser for its back button may be an old trial: the server knows the right one
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

async function run(form) {
  const clock = new Clock();
  const events = new Events();
  const status = form.querySelector("[data-status]");
  const waiting = form.querySelector("[data-minimum-seconds]");
  hold(waiting);
  watch(clock);
  listenTo(events);
  prepare(form);
  guide(form);
  markable(form, status);
  form.querySelectorAll("[data-graph]").forEach(walkable);
  const end = listen(form, { clock, events, status });
  const onset_ms = await begin(form, clock, status);
  releaseAfter(waiting, onset_ms, { status });
  countDown(form, onset_ms, end);
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

/** Turns presses, keys and the form's own submission into one answer; returns what ends the page when its time is over. */
function listen(form, { clock, events, status }) {
  const buttons = [...form.querySelectorAll("button[data-key]")];
  const keysAreOn = keySwitch(document.querySelector("[data-number-keys]"), form);
  let pressed = null; // the click or key that is about to submit the form
  let isOver = false;

  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, (event) => clock.press(event), { capture: true });
  addEventListener("keydown", (event) => {
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    const button = keysAreOn() ? chosenBy(event, buttons) : null;
    if (button) answer(button, event);
  });
  form.addEventListener("click", (event) => {
    pressed = event;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(event.submitter, pressed ?? event);
  });

  function answer(button, event) {
    if ("sent" in form.dataset || !clock.accepts(event) || !isFree(button)) return;
    button.dataset.chosen = "";
    finish(button, clock.reading(event, performance.now()));
  }

  function end() {
    isOver = true;
    if ("sent" in form.dataset) return; // should that answer be refused, the page ends then
    form.elements.timed_out.value = "1";
    say(status, form.dataset.wordsOver);
    finish(null, clock.end(performance.now()));
  }

  async function finish(button, reading) {
    form.dataset.sent = "";
    fill(form, "[data-timing]", { ...reading, viewport: `${innerWidth}x${innerHeight}`, device_pixel_ratio: devicePixelRatio });
    fill(form, "[data-device]", measured());
    form.elements.page_events.value = events.text(clock.onset_ms);
    const request = await deliver(form, button, status);
    delete form.dataset.sent;
    if (button) delete button.dataset.chosen;
    if (isOver && button) return end();
    say(status, request);
  }

  return end;
}

function fill(form, selector, values) {
  for (const field of form.querySelectorAll(selector)) field.value = values[field.name];
}
