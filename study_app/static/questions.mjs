/** What HTML cannot say of questions by itself: lines without a value, at least one of many, boxes to decline with, letters left. */

import { counted } from "./plural.mjs";

const FEW_LETTERS = 50;

/** Makes the questions inside `form` work. */
export function prepare(form) {
  form.querySelectorAll("[data-slider]").forEach(slider);
  form.querySelectorAll("[data-at-least-one]").forEach(atLeastOne);
  form.querySelectorAll("[data-declines]").forEach((box) => declinable(box, form.querySelector(`#${CSS.escape(box.dataset.declines)}`)));
  form.querySelectorAll("[data-letters-left]").forEach(countLetters);
}

/** A line gets its name, by which it is posted, when it is touched; a required one is asked for till then. */
function slider(line) {
  const touch = () => {
    if (line.name) return;
    line.name = line.dataset.slider;
    line.removeAttribute("aria-valuetext");
    line.setCustomValidity("");
    line.dispatchEvent(new Event("input", { bubbles: true }));
  };
  if ("required" in line.dataset) line.setCustomValidity("untouched");
  line.addEventListener("input", touch);
  line.addEventListener("click", touch); // in the very middle: no other value than before
  line.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    touch();
  });
}

function atLeastOne(question) {
  const boxes = [...question.querySelectorAll("input[type=checkbox]")];
  const judge = () => boxes[0].setCustomValidity(boxes.some((box) => box.checked) ? "" : "none");
  question.addEventListener("change", judge);
  judge();
}

/** Either the number or the box; who takes the box back finds the number again. */
function declinable(box, field) {
  const draw = () => {
    field.disabled = box.checked;
    field.required = "required" in field.dataset && !box.checked;
  };
  box.addEventListener("change", draw);
  draw();
}

/** For the eyes with every letter, said when few are left. */
function countLetters(told) {
  const field = told.parentElement.querySelector("textarea");
  const said = told.parentElement.querySelector("[data-letters-few]");
  const draw = () => {
    const left = field.maxLength - field.value.length;
    told.textContent = counted(told, left);
    said.textContent = left <= FEW_LETTERS && left % 10 === 0 ? told.textContent : "";
  };
  field.addEventListener("input", draw);
  draw();
}
