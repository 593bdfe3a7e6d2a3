/** Marking in a picture, by pointer, touch or keys: a point, or strokes of a brush. */

import { Marking, element } from "./marking.mjs";
import { isNews, pathOf, pointText, strokesText } from "./strokes.mjs";

/** Makes the stimulus of `form` the control that fills in its field `mark`; does nothing where there is no such field. */
export function markable(form, status, signal) {
  const field = form.querySelector("[data-mark]");
  if (!field) return;
  const mat = form.querySelector(".figure--stimulus .figure__mat");
  const marking = new (field.dataset.mark === "brush" ? Strokes : Point)(form, mat, field);
  addEventListener("resize", () => marking.draw?.(), { signal });
  mat.addEventListener("keydown", (event) => marking.key(event));
  mat.addEventListener("focus", () => marking.enter());
  mat.addEventListener("blur", () => marking.leave());
  form.addEventListener("submit", (event) => {
    if (field.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    status.textContent = field.dataset.wordsMissing;
    mat.focus();
  });
}

/** One place; another press moves it. */
class Point extends Marking {
  constructor(...all) {
    super(...all);
    this.ring = element("g", { class: "marking__ring" });
    for (const kind of ["dark", "light"]) this.ring.append(element("circle", { class: `marking__${kind}` }));
    for (const kind of ["dark", "light"]) this.ring.append(element("circle", { class: `marking__dot marking__dot--${kind}` }));
    this.mat.addEventListener("click", (event) => this.press(this.placeOf(event)));
  }

  press(place) {
    if (this.isOver) return;
    this.at = this.place = place;
    this.drawing.prepend(this.ring);
    this.draw();
    this.drawCross();
    this.keep(pointText(place));
    this.say(this.field.dataset.wordsSet, place);
  }

  draw() {
    if (!this.place) return;
    const radii = [13, 13, 2.75, 1.5];
    this.ring.childNodes.forEach((circle, n) => {
      for (const [name, value] of [["cx", this.place.x * this.width], ["cy", this.place.y * this.height], ["r", radii[n] * this.scale]]) circle.setAttribute(name, value);
    });
  }
}

/** Strokes of a brush; the last can be taken back, and all of them. */
class Strokes extends Marking {
  constructor(form, mat, field) {
    super(form, mat, field);
    this.radius = Number(field.dataset.radius);
    this.strokes = [];
    this.open = null;
    this.painted = element("g", { class: "marking__painted" });
    this.layers = ["dark", "light"].map((kind) => element("g", { class: `marking__stroke marking__stroke--${kind}` }));
    this.painted.append(...this.layers);
    this.brush = element("g", { class: "marking__brush" });
    for (const kind of ["dark", "light"]) this.brush.append(element("circle", { class: `marking__${kind}`, r: this.radius * this.width }));
    this.drawing.prepend(this.painted, this.brush);
    mat.classList.add("figure__mat--painted");
    mat.addEventListener("pointerdown", (event) => this.begin(event));
    mat.addEventListener("pointermove", (event) => this.move(event));
    for (const kind of ["pointerup", "pointercancel"]) mat.addEventListener(kind, () => this.end());
    mat.addEventListener("pointerleave", () => this.brush.removeAttribute("data-shown"));
    this.undo = form.querySelector("[data-undo]");
    this.clear = form.querySelector("[data-clear]");
    this.undo.addEventListener("click", () => this.take(-1));
    this.clear.addEventListener("click", () => this.take(0));
  }

  begin(event) {
    if (event.button !== 0 || !event.isPrimary || this.isOver) return;
    event.preventDefault(); // no picture is dragged, no text is selected
    this.mat.focus({ preventScroll: true, focusVisible: false });
    this.leave();
    this.mat.setPointerCapture(event.pointerId);
    this.open = [];
    this.strokes.push(this.open);
    this.add([event]);
  }

  move(event) {
    const { x, y } = this.placeOf(event);
    for (const circle of this.brush.childNodes) {
      circle.setAttribute("cx", x * this.width);
      circle.setAttribute("cy", y * this.height);
    }
    this.brush.toggleAttribute("data-shown", event.pointerType !== "touch");
    if (this.open && !this.isOver) this.add([...(event.getCoalescedEvents?.() ?? []), event]);
  }

  add(events) {
    for (const event of events) {
      const place = this.placeOf(event);
      if (isNews(this.open, place, this.radius, this.aspect)) this.open.push(place);
    }
    this.draw();
  }

  end() {
    if (!this.open) return;
    this.at = this.open.at(-1);
    this.say(this.field.dataset.wordsSet, this.at);
    this.open = null;
  }

  press(place) {
    if (this.isOver) return;
    this.strokes.push([place]);
    this.draw();
    this.say(this.field.dataset.wordsSet, place);
  }

  /** Takes strokes away: the last, or all from number 0 on. */
  take(from) {
    if (this.isOver) return;
    this.strokes.splice(from);
    this.draw();
    this.form.querySelector("[data-mark-said]").textContent = this.strokes.length ? this.field.dataset.wordsTaken : this.field.dataset.wordsNone;
  }

  draw() {
    for (const layer of this.layers) {
      const edge = layer === this.layers[0] ? 3 * this.scale : 0;
      const paths = this.strokes.map((stroke) => element("path", { d: pathOf(stroke, this.width, this.height), "stroke-width": 2 * this.radius * this.width + edge }));
      layer.replaceChildren(...paths);
    }
    for (const button of [this.undo, this.clear]) button.toggleAttribute("disabled", !this.strokes.length);
    this.keep(strokesText(this.strokes, this.radius));
  }
}
