/** What is said to somebody whose answer is on its way, and how an answer is posted where scripts are at their end. */

/** Says `text`; with `buttonText`, a button that calls `press`. */
export function say(status, text, buttonText, press) {
  status.textContent = text;
  if (!buttonText) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: buttonText });
  button.addEventListener("click", press, { once: true });
  status.append(document.createElement("br"), button);
}

/**
 * Called after each attempt that failed: resolves when the connection is back, or when the participant wants another try.
 *
 * What is said already stays as it is: somebody may be about to press its button.
 */
export function failing(form, view = window) {
  return new Promise((again) => {
    view.addEventListener("online", again, { once: true });
    const status = form?.querySelector("[data-status]");
    const button = status?.querySelector("button");
    if (button) button.addEventListener("click", again, { once: true });
    else if (status) say(status, form.dataset.wordsFailed, form.dataset.wordsAgain, again);
  });
}

/** Lets the browser post the form by itself and show what comes. */
export function submitPlainly(form, button) {
  if (button?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}
