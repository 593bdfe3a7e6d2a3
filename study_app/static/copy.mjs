/** Buttons that copy the text field beside them; a browser without a clipboard shows none. */

export function offerCopies(page = document, { clipboard } = navigator, later = setTimeout) {
  if (!clipboard) return;
  for (const button of page.querySelectorAll("[data-copy]")) offer(button, clipboard, later);
}

function offer(button, clipboard, later) {
  const words = button.firstChild;
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await clipboard.writeText(button.parentElement.querySelector("input").value);
    words.textContent = button.dataset.wordsDone;
    later(() => (words.textContent = before), 2000);
  });
}
