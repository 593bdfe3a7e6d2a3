/** What else tells how good a page's times are: loading, long tasks, the clock's own step; as far as the browser says. */

const LOOK_MS = 2;
const MOST_LOOKS = 50_000; // should the clock stand still

/** The smallest step of the clock that is seen within 2 ms, in ms; "" where it makes none. */
export function clockStep(now = () => performance.now()) {
  const start_ms = now();
  let smallest_ms = Infinity;
  for (let looks = 0, last_ms = start_ms; looks < MOST_LOOKS && last_ms - start_ms < LOOK_MS; looks += 1) {
    const at_ms = now();
    if (at_ms > last_ms) smallest_ms = Math.min(smallest_ms, at_ms - last_ms);
    last_ms = at_ms;
  }
  return smallest_ms === Infinity ? "" : Math.round(1000 * smallest_ms) / 1000;
}

/** The longest time that one of the addresses took to come over the network, if it came after `since_ms`; 0: all were there. */
export function loadTime(resources, addresses, since_ms) {
  const loaded = resources.filter(({ name, responseEnd, transferSize }) => addresses.includes(name) && responseEnd > since_ms && transferSize > 0);
  return Math.round(Math.max(0, ...loaded.map(({ duration }) => duration)));
}

/** How much of the time between onset and answer went into long tasks. */
export function longTaskTime(tasks, onset_ms, answered_ms) {
  const shares = tasks.map(({ startTime, duration }) => Math.min(startTime + duration, answered_ms) - Math.max(startTime, onset_ms));
  return Math.round(shares.filter((share) => share > 0).reduce((sum, share) => sum + share, 0));
}

/** How long after the onset the last of the pictures was presented, as the browser tells; negative: before; "": it does not. */
export function presentationTime(paints, onset_ms) {
  const presented = paints.map(({ renderTime }) => renderTime).filter((at_ms) => at_ms > 0);
  return presented.length ? Math.round(10 * (Math.max(...presented) - onset_ms)) / 10 : "";
}

/** Notes a page's loads, long tasks and the presentation of the pictures in `stimulus` (null: it has none) until `signal` aborts; made when the page comes, as the first looks at the clock. */
export class Quality {
  static #step_ms; // of the document
  #since_ms;
  #resources;
  #tasks;
  #paints;

  /** since_ms: when the page came, if not with its document. */
  constructor(stimulus, { since_ms = 0, signal, now = () => performance.now(), Observer = globalThis.PerformanceObserver } = {}) {
    Quality.#step_ms ??= clockStep(now);
    this.#since_ms = since_ms;
    this.#resources = noted(Observer, "resource", signal);
    this.#tasks = noted(Observer, "longtask", signal);
    for (const image of stimulus?.querySelectorAll("img") ?? []) image.setAttribute("elementtiming", "");
    const paints = noted(Observer, "element", signal);
    this.#paints = paints && (() => paints().filter(({ element }) => stimulus?.contains(element)));
  }

  /** The fields that go with an answer to a page with pictures at those addresses. */
  reading(addresses, onset_ms, answered_ms) {
    const [resources, tasks] = [this.#resources?.(), this.#tasks?.()];
    return {
      load_ms: resources ? loadTime(resources, addresses, this.#since_ms) : "",
      long_task_ms: tasks ? longTaskTime(tasks, onset_ms, answered_ms) : "",
      clock_step_ms: Quality.#step_ms,
      presented_ms: this.#paints ? presentationTime(this.#paints(), onset_ms) : "",
    };
  }
}

/** The addresses of the pictures in `part`, as the browser chose them. */
export function addressesIn(part) {
  return [...part.querySelectorAll("img")].map((image) => image.currentSrc);
}

/** A function that returns all entries of that type so far; null where the browser has none of it. */
function noted(Observer, type, signal) {
  if (!Observer?.supportedEntryTypes?.includes(type)) return null;
  const entries = [];
  const observer = new Observer((list) => entries.push(...list.getEntries()));
  observer.observe({ type, buffered: true });
  signal?.addEventListener("abort", () => observer.disconnect(), { once: true });
  return () => {
    entries.push(...observer.takeRecords());
    return entries;
  };
}
