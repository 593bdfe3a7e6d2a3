/** One page of a study: shows it, times it, notes what happens on it, and has its answer ready to be sent. */

import { Clock } from "./clock.mjs";
import { say } from "./delivery.mjs";
import { measured } from "./device.mjs";
import { Events, listenTo } from "./events.mjs";
import { walkable } from "./graph.mjs";
import { chosenBy, keySwitch } from "./keys.mjs";
import { countDown } from "./limit.mjs";
import { markable } from "./mark.mjs";
import { guide } from "./missing.mjs";
import { timesShown } from "./pages.mjs";
import { Quality, addressesIn } from "./quality.mjs";
import { prepare } from "./questions.mjs";
import { decoded, reveal } from "./reveal.mjs";
import { hold, isFree, releaseAfter } from "./wait.mjs";

let series_ms = 0; // when the first click of the series began that the last click belongs to: a double click is a series

export class Trial {
  #answered;
  #clock = new Clock();
  #events = new Events();
  #leaving = new AbortController();
  #quality;
  #isOver = false;
  #button = null; // what the answer was given with
  #reading = null;
  #nShown; // how often it was shown having been sent ahead

  /**
   * answered(trial, button): called with each answer; button is null where the time was over.
   * since_ms: when the page came, if not with its document.
   */
  constructor(form, answered, since_ms = 0) {
    this.form = form;
    this.key = `${form.elements.trial_token.value}/${form.elements.stage.value}`;
    this.status = form.querySelector("[data-status]");
    this.waiting = form.querySelector("[data-minimum-seconds]");
    this.#answered = answered;
    const signal = this.#leaving.signal;
    this.#quality = new Quality(form.querySelector("[data-reveal]"), { since_ms, signal });
    hold(this.waiting);
    this.#watch(signal);
    listenTo(this.#events, { signal });
    prepare(form);
    guide(form);
    markable(form, this.status, signal);
    for (const figure of form.querySelectorAll("[data-graph]")) walkable(figure, signal);
    this.#listen(signal);
  }

  /** Shows the pictures, where there are any, and starts the clock. */
  async begin() {
    const { form, status } = this;
    const stimulus = form.querySelector("[data-reveal]");
    let exact = true;
    if (stimulus) {
      exact = getComputedStyle(stimulus).visibility === "hidden";
      try {
        await decoded(stimulus);
      } catch {
        return say(status, form.dataset.wordsPicture, form.dataset.wordsLoad, () => location.reload());
      }
    }
    const { onset_ms, isPrompt } = await reveal(stimulus);
    this.#clock.begin(onset_ms, { exact: exact && isPrompt && document.visibilityState === "visible" });
    releaseAfter(this.waiting, onset_ms, { status });
    countDown(form, onset_ms, () => this.#end(), { signal: this.#leaving.signal });
    this.#countFrames();
  }

  /** The fields of the answer, as [name, value]; `button`: what it was given with, or null. */
  fields(button) {
    const { form } = this;
    const timing = { ...this.#reading, viewport: `${innerWidth}x${innerHeight}`, device_pixel_ratio: devicePixelRatio };
    const { onset_ms } = this.#clock;
    const quality = this.#quality.reading(addressesIn(form), onset_ms, onset_ms + this.#reading.rt_ms);
    fill(form, "[data-timing]", { ...timing, ...quality, n_shown_ahead: (this.#nShown ??= timesShown(this.key)) });
    fill(form, "[data-device]", measured());
    form.elements.page_events.value = this.#events.text(this.#clock.onset_ms);
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.set(button.name, button.value);
    return [...fields];
  }

  /** The answer is not taken: says why, and waits for another one. */
  resume(message) {
    delete this.form.dataset.sent;
    if (this.#button) delete this.#button.dataset.chosen;
    if (this.#isOver && this.#button) this.#end();
    else say(this.status, message);
  }

  /** Stops listening: another page takes the place of this one. */
  leave() {
    this.#leaving.abort();
  }

  /** Hidden time and lost focus. */
  #watch(signal) {
    const clock = this.#clock;
    document.addEventListener(
      "visibilitychange",
      (event) => {
        if (document.visibilityState === "hidden") clock.hide(event.timeStamp);
        else clock.show(event.timeStamp);
      },
      { signal },
    );
    addEventListener("blur", () => clock.blur(), { signal });
  }

  #countFrames() {
    const { signal } = this.#leaving;
    const count = (at_ms) => {
      if (signal.aborted) return;
      this.#clock.frame(at_ms);
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  }

  /** Turns presses, keys and the form's own submission into one answer. */
  #listen(signal) {
    const { form } = this;
    const buttons = [...form.querySelectorAll("button[data-key]")];
    const keysAreOn = keySwitch(document.querySelector("[data-number-keys]"), form);
    let pressed = null; // the click or key that is about to submit the form

    for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, (event) => this.#clock.press(event), { capture: true, signal });
    addEventListener(
      "keydown",
      (event) => {
        if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
        const button = keysAreOn() ? chosenBy(event, buttons) : null;
        if (button) this.#answer(button, event);
      },
      { signal },
    );
    addEventListener("click", (event) => event.detail > 1 || (series_ms = event.timeStamp), { capture: true, signal });
    form.addEventListener("click", (event) => {
      pressed = event;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer(event.submitter, pressed ?? event);
    });
  }

  #answer(button, event) {
    if ("sent" in this.form.dataset || !this.#clock.accepts(event) || !isFree(button)) return;
    if (event.detail > 1 && series_ms < this.#clock.onset_ms) return; // the second half of a double click on the page before
    button.dataset.chosen = "";
    this.#finish(button, this.#clock.reading(event, performance.now()));
  }

  #end() {
    this.#isOver = true;
    if ("sent" in this.form.dataset) return; // should that answer be refused, the page ends then
    this.form.elements.timed_out.value = "1";
    say(this.status, this.form.dataset.wordsOver);
    this.#finish(null, this.#clock.end(performance.now()));
  }

  #finish(button, reading) {
    this.form.dataset.sent = "";
    this.#button = button;
    this.#reading = reading;
    this.#answered(this, button);
  }
}

function fill(form, selector, values) {
  for (const field of form.querySelectorAll(selector)) field.value = values[field.name] ?? "";
}
