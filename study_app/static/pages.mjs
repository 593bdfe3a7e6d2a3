/** The pages that come next, as far as the server could tell beforehand: { key, html }, in order. */

export class Pages {
  #held = [];

  /** The key of the last page that is held; `shown` where none is. */
  last(shown) {
    return this.#held.at(-1)?.key ?? shown;
  }

  /** Takes pages that come after the one of key `after`, and returns them; leaves them where that is not the last one any more. */
  add(pages, after, shown) {
    const taken = this.last(shown) === after ? (pages ?? []) : [];
    this.#held.push(...taken);
    return taken;
  }

  /** The next page, which is held no longer; undefined: there is none. */
  next() {
    return this.#held.shift();
  }

  forget() {
    this.#held = [];
  }
}

/** Puts that page in the place of the one that is shown, as a navigation would; returns its form, if it has one. */
export function turnTo(html, page = document, view = window) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  page.body.replaceWith(page.adoptNode(body));
  view.scrollTo(0, 0);
  const heading = page.querySelector("h1") ?? page.querySelector("main");
  heading.tabIndex = -1; // where somebody who does not see the page begins to read
  heading.focus({ preventScroll: true });
  return page.querySelector("form[data-trial]");
}

const SHOWN = "gullseye-shown:";

/** Notes that the page of that key, which was sent ahead, is shown once more, in whichever tab; the server cannot know. */
export function noteShown(key, memory = () => localStorage) {
  recount(key, (n) => n + 1, memory);
}

/** How often it was; it is forgotten. */
export function timesShown(key, memory = () => localStorage) {
  return recount(key, () => null, memory);
}

function recount(key, change, memory) {
  try {
    const before = Number(memory().getItem(SHOWN + key) ?? 0);
    const after = change(before);
    if (after === null) memory().removeItem(SHOWN + key);
    else memory().setItem(SHOWN + key, after);
    return before;
  } catch {
    return 0; // a browser that forbids storage
  }
}
