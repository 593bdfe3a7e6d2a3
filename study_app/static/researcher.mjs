/** The researcher's page: copies the links, refreshes the counts while somebody looks, waits for a report. */

if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offerCopy);

const counts = document.querySelector("[data-refresh]");
if (counts) keepFresh(counts, document.querySelector("[data-refreshed]"));

const pending = document.querySelector("[data-reload-seconds]");
if (pending) setTimeout(() => location.reload(), 1000 * Number(pending.dataset.reloadSeconds));

function offerCopy(button) {
  const words = button.firstChild;
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("input").value);
    words.textContent = button.dataset.wordsDone;
    setTimeout(() => (words.textContent = before), 2000);
  });
}

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
