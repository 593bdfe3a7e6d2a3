const MAX_FRAMES = 600;
const MAX_LAG_MS = 2000; // an event older than this when it is handled has a time stamp of another clock

/** What the clock says of one trial.  All times are ms of performance.now(), as are event time stamps. */
export class Clock {
  #onset_ms = null;
  #exact = true;
  #firstAction_ms = null;
  #isPressedEarly = false;
  #frames_ms = [];
  #lastFrame_ms = null;
  #hiddenSince_ms = null;
  #hidden_ms = 0;
  #blurs = 0;

  /** exact: the stimulus was revealed by us in one frame, on a visible page. */
  begin(onset_ms, { exact = true } = {}) {
    this.#onset_ms = onset_ms;
    this.#lastFrame_ms = onset_ms;
    this.#exact = exact;
  }

  /** Whether an event can be an answer: after onset, not a held key's repetition, not a click whose press came before. */
  accepts(event, now_ms = performance.now()) {
    if (!this.#isAfterOnset(event, now_ms) || event.repeat) return false;
    const isEarly = this.#isPressedEarly && event.type === "click" && event.detail > 0;
    if (isEarly) this.#isPressedEarly = false; // the next click counts in any case
    return !isEarly;
  }

  /** Notes a key or pointer going down; the first one counts. */
  press(event, now_ms = performance.now()) {
    const isAfter = this.#isAfterOnset(event, now_ms);
    if (event.type === "pointerdown") this.#isPressedEarly = !isAfter;
    if (isAfter && !event.repeat) this.#firstAction_ms ??= timeOf(event, now_ms) - this.#onset_ms;
  }

  frame(at_ms) {
    if (this.#lastFrame_ms !== null && this.#frames_ms.length < MAX_FRAMES && this.#hiddenSince_ms === null) {
      this.#frames_ms.push(at_ms - this.#lastFrame_ms);
    }
    this.#lastFrame_ms = at_ms;
  }

  hide(at_ms) {
    if (this.#onset_ms !== null) this.#hiddenSince_ms ??= at_ms;
  }

  show(at_ms) {
    if (this.#hiddenSince_ms !== null) this.#hidden_ms += at_ms - this.#hiddenSince_ms;
    this.#hiddenSince_ms = null;
    this.#lastFrame_ms = null;
  }

  blur() {
    if (this.#onset_ms !== null) this.#blurs += 1;
  }

  get onset_ms() {
    return this.#onset_ms;
  }

  /** The fields that go with a page that ended without an answer: where nothing was pressed there was no first action. */
  end(now_ms) {
    const reading = this.reading({ timeStamp: now_ms }, now_ms);
    return this.#firstAction_ms === null ? { ...reading, first_action_ms: "" } : reading;
  }

  /** The fields that go with the answer that `event` gave; `now_ms` is the time of its handling. */
  reading(event, now_ms) {
    const answered_ms = timeOf(event, now_ms);
    const hiddenNow_ms = this.#hiddenSince_ms === null ? 0 : answered_ms - this.#hiddenSince_ms;
    return {
      rt_ms: Math.round(answered_ms - this.#onset_ms),
      first_action_ms: Math.round(this.#firstAction_ms ?? answered_ms - this.#onset_ms),
      frame_ms: this.#frames_ms.length ? Math.round(10 * median(this.#frames_ms)) / 10 : "",
      hidden_ms: Math.round(this.#hidden_ms + hiddenNow_ms),
      blur_count: this.#blurs,
      clock: isPlausible(event, now_ms) && this.#exact ? "frame" : "fallback",
    };
  }

  #isAfterOnset(event, now_ms) {
    return this.#onset_ms !== null && timeOf(event, now_ms) >= this.#onset_ms;
  }
}

/** When the event happened: its own time stamp, or where that cannot be, the time of its handling. */
function timeOf(event, now_ms) {
  return isPlausible(event, now_ms) ? event.timeStamp : now_ms;
}

function isPlausible({ timeStamp }, now_ms) {
  const lag_ms = now_ms - timeStamp;
  return timeStamp > 0 && lag_ms > -1 && lag_ms < MAX_LAG_MS;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
