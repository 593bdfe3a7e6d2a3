/**
 * Walking through an attention graph: the part that is looked at is shown large, and those it comes from or leads to
 * stay lit.  Nothing leaves the page; each visit is told on the figure as the event "graph:visit".
 */

import { family, joins, step } from "./graph-walk.mjs";

const LOOK_MS = 150; // a pointer that only passes over looks at nothing

/** Makes the graph of `figure` walkable, until `signal` says that the page is left. */
export function walkable(figure, signal) {
  const graph = new Graph(figure);
  const whole = figure.querySelector("svg[role=group]");
  whole.addEventListener("pointerover", (event) => graph.point(event));
  whole.addEventListener("pointerleave", () => graph.rest());
  whole.addEventListener("focusin", (event) => graph.focus(event));
  whole.addEventListener("focusout", (event) => whole.contains(event.relatedTarget) || graph.rest());
  whole.addEventListener("click", (event) => graph.pin(event));
  whole.addEventListener("keydown", (event) => graph.key(event));
  addEventListener("keydown", (event) => event.key === "Escape" && graph.leave(), { signal });
  figure.querySelector("[data-hint]").hidden = false;
  mend(figure);
}

/** Who is looked at, pinned, in the tab order; all numbers in reading order, null: nobody. */
class Graph {
  #figure;
  #elements;
  #nodes;
  #edges;
  #first;
  #looked = null;
  #pinned = null;
  #stop;
  #timer = null;
  #returning = false;

  constructor(figure) {
    this.#figure = figure;
    this.#elements = [...figure.querySelectorAll("[data-node]")];
    const number = (position) => this.#elements.findIndex((element) => element.dataset.node === position);
    this.#nodes = this.#elements.map(({ dataset }) => ({
      row: Number(dataset.row),
      middle: Number(dataset.middle),
      parents: (dataset.parents ?? "").split(" ").filter(Boolean).map(number),
    }));
    this.#edges = [...figure.querySelectorAll("[data-from]")].map((element) => ({
      element,
      from: number(element.dataset.from),
      to: number(element.dataset.to),
    }));
    this.#first = number("0");
    this.#stop = this.#first;
    this.#draw();
  }

  point(event) {
    const at = this.#numberOf(event);
    if (at === null || at === this.#looked) return; // between nodes nothing changes
    this.#look(at);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#visit(at, "hover", event), LOOK_MS);
  }

  focus(event) {
    const at = this.#numberOf(event);
    if (at === null) return;
    this.#stop = at;
    if (this.#returning || !event.target.matches(":focus-visible")) return this.#draw(); // a press is told as a pin
    clearTimeout(this.#timer);
    this.#look(at);
    this.#visit(at, "focus", event);
  }

  pin(event) {
    const at = this.#numberOf(event);
    if (at === null) return;
    this.#pinned = this.#pinned === at ? null : at;
    this.#stop = at;
    clearTimeout(this.#timer);
    this.#look(at);
    if (this.#pinned === at) this.#visit(at, "pin", event);
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!event.repeat) this.pin(event);
      return;
    }
    const to = step(this.#nodes, this.#stop, event.key);
    if (to === null) return;
    event.preventDefault();
    this.#elements[to].focus();
  }

  /** The pointer is gone, or the focus: what the keys are at is looked at, or nobody. */
  rest() {
    clearTimeout(this.#timer);
    const at = this.#elements.indexOf(document.activeElement);
    this.#look(at >= 0 && document.activeElement.matches(":focus-visible") ? at : null);
  }

  /** Nobody is looked at: the pinned node is shown, or the first; who walks with the keys goes back there too. */
  leave() {
    clearTimeout(this.#timer);
    this.#look(null);
    if (!this.#figure.contains(document.activeElement)) return;
    this.#returning = true;
    this.#elements[this.#shown].focus();
    this.#returning = false;
  }

  get #shown() {
    return this.#looked ?? this.#pinned ?? this.#first;
  }

  #numberOf(event) {
    const at = this.#elements.indexOf(event.target.closest("[data-node]"));
    return at < 0 ? null : at;
  }

  #look(at) {
    this.#looked = at;
    this.#draw();
  }

  #visit(at, by, event) {
    const { node, said } = this.#elements[at].dataset;
    const name = by === "focus" ? "" : `${this.#elements[at].ariaLabel}. `; // a focused node says its name itself
    this.#figure.querySelector("[data-live]").textContent = `${name}${said ?? ""}`;
    const detail = { node: Number(node), by, at_ms: event.timeStamp };
    this.#figure.dispatchEvent(new CustomEvent("graph:visit", { detail, bubbles: true }));
  }

  #draw() {
    const lit = this.#looked ?? this.#pinned;
    const near = lit === null ? new Set() : family(this.#nodes, lit);
    this.#elements.forEach((element, n) => {
      element.setAttribute("tabindex", n === this.#stop ? 0 : -1);
      element.setAttribute("aria-pressed", n === this.#pinned);
      element.toggleAttribute("data-current", n === this.#shown);
      element.toggleAttribute("data-near", near.has(n));
    });
    for (const { element, from, to } of this.#edges) {
      element.toggleAttribute("data-near", lit !== null && joins(this.#nodes, lit, from, to));
    }
    this.#figure.toggleAttribute("data-lit", lit !== null && this.#edges.length > 0);
    const position = this.#elements[this.#shown].dataset.node;
    for (const part of this.#figure.querySelectorAll("[data-of]")) part.toggleAttribute("data-current", part.dataset.of === position);
  }
}

/** When the sheet of tiles comes only at a later attempt, what is cut from it is drawn again: SVG does not try again by itself. */
function mend(figure) {
  const sheet = figure.querySelector("img[hidden]");
  const redraw = () => figure.querySelectorAll("image").forEach((image) => image.setAttribute("href", image.getAttribute("href")));
  const whenItComes = () => sheet.addEventListener("load", redraw, { once: true });
  if (sheet.complete && sheet.naturalWidth === 0) whenItComes();
  else sheet.addEventListener("error", whenItComes, { once: true });
}
