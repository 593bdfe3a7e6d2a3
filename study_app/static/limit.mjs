/** A page that ends by itself: the time left is shown in its last fifth only. */

import { counted } from "./plural.mjs";

const SHOWN_SHARE = 0.2;

/** Whole seconds left at `at_ms`, and whether they are to be seen. */
export function left(onset_ms, seconds, at_ms) {
  const rest = Math.max(0, seconds - (at_ms - onset_ms) / 1000);
  return { seconds: Math.ceil(rest), share: rest / seconds, isShown: rest <= SHOWN_SHARE * seconds };
}

/** Counts the seconds down that `form` has, draws them and calls `end` when they are over; does nothing where there is time. */
export function countDown(form, onset_ms, end, { now = () => performance.now(), later = setTimeout, signal } = {}) {
  const seconds = Number(form.dataset.limitSeconds);
  if (!seconds) return;
  const [told, said] = ["[data-limit]", "[data-limit-said]"].map((part) => form.querySelector(part));
  const again = () => {
    if (signal?.aborted) return;
    const rest = left(onset_ms, seconds, now());
    draw(told, said, rest);
    if (rest.share === 0) return end();
    const wait = rest.isShown ? Math.min(0.1, seconds * rest.share) : seconds * (rest.share - SHOWN_SHARE);
    later(again, Math.ceil(1000 * wait));
  };
  again();
}

/** For the eyes all the time, said once. */
function draw(told, said, { seconds, share, isShown }) {
  const words = counted(told, seconds);
  told.querySelector("span").textContent = words;
  told.querySelector("progress").value = share / SHOWN_SHARE;
  if (isShown && told.hidden) said.textContent = words;
  told.hidden = !isShown;
}
