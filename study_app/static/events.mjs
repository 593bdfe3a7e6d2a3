/** What happens on a page beside its answer: a list of { kind, at_ms, detail }, times since the onset, negative before it. */

const MOST = 500;

export class Events {
  #noted = [];

  /** Notes what happened at `at_ms` of performance.now(); what is too much is left out. */
  note(kind, at_ms, detail = {}) {
    if (this.#noted.length < MOST) this.#noted.push({ kind, at_ms, detail });
  }

  /** The list as it is posted. */
  text(onset_ms) {
    return JSON.stringify(this.#noted.map((one) => ({ ...one, at_ms: Math.round(one.at_ms - onset_ms) })));
  }
}

/** Notes until `signal` says that the page is left: visits in a graph, the window losing the focus or the screen, full screen, and pasting, of which only the length. */
export function listenTo(events, { signal, page = document, view = window } = {}) {
  page.addEventListener("graph:visit", ({ detail: { at_ms, ...visit } }) => events.note("graph_visit", at_ms, visit), { signal });
  for (const kind of ["opened", "closed"]) page.addEventListener(`zoom:${kind}`, ({ detail: { at_ms, ...zoom } }) => events.note(`zoom_${kind}`, at_ms, zoom), { signal });
  page.addEventListener("visibilitychange", (event) => events.note(page.visibilityState === "hidden" ? "page_hidden" : "page_shown", event.timeStamp), { signal });
  page.addEventListener("fullscreenchange", (event) => events.note(page.fullscreenElement ? "fullscreen_entered" : "fullscreen_left", event.timeStamp), { signal });
  page.addEventListener("paste", (event) => {
    if (!event.target.matches?.("input, textarea")) return;
    events.note("paste", event.timeStamp, { field: event.target.name, letters: event.clipboardData?.getData("text").length ?? 0 });
  }, { signal });
  view.addEventListener("blur", (event) => events.note("focus_lost", event.timeStamp), { signal });
  view.addEventListener("focus", (event) => events.note("focus_gained", event.timeStamp), { signal });
}
