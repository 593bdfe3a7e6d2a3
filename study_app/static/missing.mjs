/** Questions without an answer: each says so, calmly, and the first one is gone to. */

/** Takes the place of the browser's own complaints about the questions of `form`. */
export function guide(form) {
  let first = null;
  form.addEventListener(
    "invalid",
    (event) => {
      event.preventDefault();
      tell(event.target);
      if (!first) setTimeout(() => { goTo(first); first = null; });
      first ??= event.target;
    },
    { capture: true },
  );
  for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => forgive(event.target.closest("[data-question]")));
}

function tell(control) {
  const question = control.closest("[data-question]");
  if (!question) return;
  if (control.matches(".entry")) control.setAttribute("aria-invalid", "true");
  if (question.querySelector(".question__missing")) return;
  const words = question.dataset.wordsMissing ?? question.closest("[data-words-missing]").dataset.wordsMissing;
  const request = Object.assign(document.createElement("span"), { className: "question__missing", textContent: words });
  question.querySelector("legend, label").append(" ", request); // part of its name, so that everybody hears it
}

function forgive(question) {
  if (!question || question.querySelector(":invalid")) return;
  question.querySelector(".question__missing")?.remove();
  question.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

function goTo(control) {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  control.focus({ preventScroll: true });
  (control.closest("[data-question]") ?? control).scrollIntoView({ behavior, block: "center" });
}
