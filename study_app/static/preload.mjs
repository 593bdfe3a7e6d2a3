/** Pictures are there before they are needed: loaded and decoded a few at a time, tried again, and kept. */

import { decodedImage } from "./reveal.mjs";

const AT_ONCE = 4;

export class Gallery {
  #kept = new Map(); // address → the picture, decoded or on its way: { image, done }
  #adopt;
  #decode;

  /** adopt: makes a picture of the page of one in a template, which the browser begins to load then. */
  constructor({ adopt = adopted, decode = decodedImage } = {}) {
    this.#adopt = adopt;
    this.#decode = decode;
  }

  /** Loads those pictures; `progress(n, all)` is told of each; rejects when one stays away. */
  async load(pictures, progress = () => {}) {
    const wanted = [...pictures];
    let n = 0;
    const work = async () => {
      for (let picture = wanted.shift(); picture; picture = wanted.shift()) {
        await this.#one(picture);
        progress((n += 1), all);
      }
    };
    const all = wanted.length;
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  #one(picture) {
    const address = picture.getAttribute("src");
    if (!this.#kept.has(address)) {
      const image = this.#adopt(picture);
      const done = this.#decode(image);
      done.catch(() => this.#kept.delete(address));
      this.#kept.set(address, { image, done });
    }
    return this.#kept.get(address).done;
  }
}

/** The pictures in the template that `selector` finds. */
export function picturesIn(page, selector) {
  return page.querySelector(selector)?.content.querySelectorAll("img") ?? [];
}

/** That picture as one of the page, with all that the browser may choose from: it takes what the page will show. */
function adopted(image) {
  const whole = document.importNode(image.closest("picture") ?? image, true);
  return whole.querySelector("img") ?? whole;
}
