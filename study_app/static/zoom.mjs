/**
 * Pictures can be looked at enlarged: every one of a page, in every arm alike, in a square that depends on the window alone.
 *
 * The document stays while its pages change, so this watches for the next one.  A page with a picture to mark has no such
 * buttons: there the picture is the control.  What is done is told on the document as "zoom:opened" and "zoom:closed".
 */

/** Gives the pictures of the page's form their buttons, where the study lets them be enlarged. */
export function offerZoom(page = document) {
  const form = page.querySelector("form[data-zoom]");
  if (!form || form.querySelector("[data-mark]")) return;
  form.querySelectorAll(".figure").forEach((figure, n) => {
    const mat = figure.querySelector(".figure__mat");
    if (!mat || figure.querySelector("[data-enlarge]")) return;
    const caption = figure.querySelector("figcaption") ?? made(page, "figcaption");
    const button = made(page, "button", { type: "button", className: "enlarge", textContent: form.dataset.wordsEnlarge });
    button.dataset.enlarge = "";
    button.setAttribute("aria-label", `${button.textContent} ${caption.textContent.trim()}`.trim());
    button.addEventListener("click", (event) => open(page, form, mat, { button, n, at_ms: event.timeStamp }));
    if (!caption.parentElement) mat.after(caption);
    caption.prepend(button);
  });
}

function open(page, form, mat, { button, n, at_ms }) {
  const dialog = made(page, "dialog", { className: "zoom" });
  const close = made(page, "button", { type: "button", className: "button button--small", textContent: form.dataset.wordsShrink });
  const copy = mat.cloneNode(true);
  dialog.setAttribute("aria-label", button.getAttribute("aria-label"));
  dialog.append(copy, close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // no key answers while the question is covered
  dialog.addEventListener("close", (event) => {
    dialog.remove();
    button.focus();
    tell(page, "zoom:closed", { figure: n, at_ms: event.timeStamp });
  });
  page.body.append(dialog);
  dialog.showModal();
  sharpen(copy);
  tell(page, "zoom:opened", { figure: n, factor: factorOf(copy, mat), at_ms });
}

/** What is loaded already is shown at once; then the browser may take the size that the larger square needs. */
async function sharpen(copy) {
  await Promise.allSettled([...copy.querySelectorAll("img")].map((image) => image.decode()));
  for (const source of copy.querySelectorAll("source")) {
    const { width, height } = source.parentElement.querySelector("img").attributes;
    source.sizes = `calc(min(100vw, 100vh) * ${Math.min(1, width.value / height.value)})`;
  }
}

/** How many times as wide as on the page. */
function factorOf(copy, mat) {
  return Math.round((100 * copy.getBoundingClientRect().width) / mat.getBoundingClientRect().width) / 100;
}

function tell(page, kind, detail) {
  page.dispatchEvent(new CustomEvent(kind, { detail }));
}

function made(page, name, more = {}) {
  return Object.assign(page.createElement(name), more);
}

if (typeof document !== "undefined") {
  offerZoom();
  new MutationObserver(() => offerZoom()).observe(document.documentElement, { childList: true });
}
