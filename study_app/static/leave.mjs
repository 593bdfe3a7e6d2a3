/** Goes by itself where a link leads, after the seconds that the page says; whoever presses it goes at once. */

export function leaveAfter(link, go = (address) => location.assign(address), later = setTimeout) {
  if (link) later(() => go(link.href), 1000 * Number(link.dataset.leaveAfter));
}

if (typeof document !== "undefined") leaveAfter(document.querySelector("[data-leave-after]"));
