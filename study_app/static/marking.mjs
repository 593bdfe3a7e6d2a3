/** What pointing and painting in a picture have in common. */

import { fitted, moved, percents, placeAt } from "./strokes.mjs";

const SVG = "http://www.w3.org/2000/svg";

/** The drawing over the picture, and the cross that the keys move. */
export class Marking {
  constructor(form, mat, field) {
    const image = mat.querySelector("img");
    this.form = form;
    this.mat = mat;
    this.field = field;
    this.image = image;
    this.width = Number(image.getAttribute("width"));
    this.height = Number(image.getAttribute("height"));
    this.aspect = this.width / this.height;
    this.at = { x: 0.5, y: 0.5 };
    this.drawing = element("svg", { class: "marking", viewBox: `0 0 ${this.width} ${this.height}`, "aria-hidden": "true" });
    this.cross = element("g", { class: "marking__cross" });
    for (const kind of ["dark", "light"]) this.cross.append(element("path", { class: `marking__${kind}` }));
    this.drawing.append(this.cross);
    mat.append(this.drawing);
    mat.classList.add("figure__mat--marked");
    Object.entries({ tabindex: 0, role: "application", "aria-label": `${field.dataset.wordsName} ${image.alt}` }).forEach((pair) => mat.setAttribute(...pair));
    mat.setAttribute("aria-describedby", form.querySelector("[data-mark-hint]").id);
  }

  get isOver() {
    return "sent" in this.form.dataset;
  }

  /** px of the drawing per px of the screen: what is drawn has one size on every screen. */
  get scale() {
    return this.width / (this.shown.width || 1);
  }

  get shown() {
    return fitted(this.image.getBoundingClientRect(), this.width, this.height);
  }

  placeOf(event) {
    return placeAt(event.clientX, event.clientY, this.shown);
  }

  enter() {
    if (this.mat.matches(":focus-visible")) this.mat.dataset.keys = "";
    this.drawCross();
  }

  leave() {
    delete this.mat.dataset.keys;
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || this.isOver) return;
    const to = moved(this.at, event.key, { fine: event.shiftKey, aspect: this.aspect });
    if (to) {
      this.at = to;
      this.mat.dataset.keys = "";
      this.drawCross();
      this.say(this.field.dataset.wordsCross, to);
    } else if (event.key === "Enter" || event.key === " ") {
      if (!event.repeat) this.press(this.at);
    } else return;
    event.preventDefault();
  }

  drawCross() {
    const [x, y, long, short] = [this.at.x * this.width, this.at.y * this.height, 18 * this.scale, 4 * this.scale];
    const arms = `M${x - long} ${y}h${long - short}M${x + short} ${y}h${long - short}M${x} ${y - long}v${long - short}M${x} ${y + short}v${long - short}`;
    this.cross.childNodes.forEach((path) => path.setAttribute("d", arms));
  }

  say(words, place) {
    const { x, y } = percents(place);
    this.form.querySelector("[data-mark-said]").textContent = words.replace("{x}", x).replace("{y}", y);
  }

  /** A new answer: it is kept, and what was asked for is no longer missing. */
  keep(text) {
    this.field.value = text;
    const status = this.form.querySelector("[data-status]");
    if (status.textContent === this.field.dataset.wordsMissing) status.textContent = "";
  }
}

/** An SVG element with those attributes. */
export function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
