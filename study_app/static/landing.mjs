/** The first page: on a device that cannot do, whatever one does with its window, it says kindly what would. */

import { offerCopies } from "./copy.mjs";

const SMALL_PX = 600; // the shorter side of a screen that is a phone's, if it is touched

export function isPhone(view = window) {
  return has(view, "pointer: coarse") && Math.min(view.screen.width, view.screen.height) < SMALL_PX;
}

/** needs: the names of study_app/study/device_needs.py, as data attributes. */
export function cannotDo(needs, view = window) {
  const longest = Math.max(view.screen.width, view.screen.height);
  return (
    ("phones" in needs && isPhone(view)) ||
    Number(needs.width ?? 0) > longest ||
    Number(needs.height ?? 0) > longest ||
    ("fine" in needs && !has(view, "any-pointer: fine")) ||
    ("noTouch" in needs && (view.navigator.maxTouchPoints ?? 0) > 0)
  );
}

function has(view, feature) {
  return view.matchMedia(`(${feature})`).matches;
}

export function greet(page = document, view = window) {
  const refusal = page.querySelector("[data-unfit]");
  if (!refusal || !cannotDo(refusal.dataset, view)) return;
  refusal.hidden = false;
  page.querySelector("[data-begin]").hidden = true;
  offerCopies(page, view.navigator);
}

if (typeof document !== "undefined") greet();
