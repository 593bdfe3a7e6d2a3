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
 * Called after each attempt that failed: says so in `status`, and resolves when the participant wants it tried again, or
 * when the connection is back.
 */
export function failing(status, words, view = window) {
  return () =>
    new Promise((again) => {
      say(status, words.failed, words.again, again);
      view.addEventListener("online", again, { once: true });
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
