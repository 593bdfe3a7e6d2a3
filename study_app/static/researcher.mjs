/** The researcher's page: copies the links, refreshes the counts while somebody looks, waits for a report. */

import { offerCopies } from "./copy.mjs";

offerCopies();

const counts = document.querySelector("[data-refresh]");
if (counts) keepFresh(counts, document.querySelector("[data-refreshed]"));

const pending = document.querySelector("[data-reload-seconds]");
if (pending) setTimeout(() => location.reload(), 1000 * Number(pending.dataset.reloadSeconds));

function keepFresh(part, note) {
  tell(note);
  setInterval(async () => {
    if (document.visibilityState === "visible") await refresh(part, note);
  }, 1000 * Number(part.dataset.seconds));
}

async function refresh(part, note) {
  try {
    const reply = await fetch(part.dataset.refresh, { credentials: "same-origin", redirect: "error" });
    if (!reply.ok) return;
    const html = await reply.text();
    if (html !== part.dataset.last) part.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    part.dataset.last = html;
    tell(note);
  } catch {
    // signed out or no connection: the time beside the table shows that it is old
  }
}

function tell(note) {
  note.textContent = `${note.dataset.words} ${new Date().toLocaleTimeString([], { timeStyle: "medium" })}.`;
}
