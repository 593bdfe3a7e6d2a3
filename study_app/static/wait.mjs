/** How many ms are left at `at_ms` of a wait of `seconds` that began at `onset_ms`; never negative. */
export function remaining_ms(onset_ms, seconds, at_ms) {
  return Math.max(0, onset_ms + 1000 * seconds - at_ms);
}

/** Holds the button back, as long as the page has not begun. */
export function hold(button) {
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.title = button.dataset.wordsWait;
}

/** Lets the held button go when its time is over, counted from the onset; says so to a screen reader. */
export function releaseAfter(button, onset_ms, { status, now = () => performance.now(), later = setTimeout } = {}) {
  if (!button) return;
  const seconds = Number(button.dataset.minimumSeconds);
  button.style.setProperty("--wait", `${seconds}s`);
  later(() => {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("title");
    if (!isUsed(document.activeElement)) button.focus({ preventScroll: true });
    status.textContent = button.dataset.wordsOver;
  }, remaining_ms(onset_ms, seconds, now()));
}

/** Whether the button may be pressed. */
export function isFree(button) {
  return button?.getAttribute("aria-disabled") !== "true";
}

/** Whether somebody is at that element: not at the whole page, nor at a heading where one began to read. */
function isUsed(element) {
  return element !== document.body && element?.tabIndex >= 0;
}
