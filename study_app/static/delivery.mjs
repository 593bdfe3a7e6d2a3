/** How an answer leaves the page, and what is said meanwhile. */

import { send } from "./send.mjs";

/**
 * Sends the answer that `button` gave (null: none did), however long it takes, and goes on.
 *
 * Resolves only where the server asks for something, to its request: it is to be shown on this page, which stays as it is.
 */
export async function deliver(form, button, status) {
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.set(button.name, button.value);
  const slow = setTimeout(() => say(status, form.dataset.wordsSending), 1000);
  const failed = () => new Promise((again) => say(status, form.dataset.wordsFailed, form.dataset.wordsAgain, again));
  const outcome = await send(form.action, fields, { failed });
  clearTimeout(slow);
  const request = outcome.stored ? null : await requestIn(outcome.reply);
  if (request !== null) return request;
  if (outcome.stored) location.replace(location.pathname);
  else submitPlainly(form, button);
  return new Promise(() => {});
}

/** Says `text`; with `buttonText`, a button that calls `press`. */
export function say(status, text, buttonText, press) {
  status.textContent = text;
  if (!buttonText) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: buttonText });
  button.addEventListener("click", press, { once: true });
  status.append(document.createElement("br"), button);
}

async function requestIn(reply) {
  if (reply.status !== 422) return null;
  const html = new DOMParser().parseFromString(await reply.text(), "text/html");
  return html.querySelector("[role=alert]")?.textContent ?? null;
}

/** Lets the browser post the form by itself and show what comes. */
function submitPlainly(form, button) {
  if (button?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}
