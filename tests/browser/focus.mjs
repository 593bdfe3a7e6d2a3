// Runs in the page: gives the focus to everything that can have it, and says where one would not see it.
() => {
  const complaints = [];
  const say = (what, element) => complaints.push(`${what}: ${(element?.outerHTML ?? "").slice(0, 120)}`);
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")].filter(
    (element) => isSeen(element) && !element.matches(":disabled, [tabindex='-1']"),
  );

  // what shows the focus may be drawn around the control, its label, or something inside
  const drawn = (element) => {
    const parts = [element, element.closest("label"), element.parentElement, ...element.querySelectorAll("*")].filter(Boolean);
    return parts.map((part) => {
      const style = getComputedStyle(part);
      return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.stroke, style.strokeWidth, style.visibility].join();
    });
  };

  const before = document.activeElement;
  const place = [scrollX, scrollY];
  for (const element of all) {
    document.activeElement?.blur?.();
    const plain = drawn(element);
    element.focus({ focusVisible: true });
    if (document.activeElement !== element) {
      say("takes no focus", element);
      continue;
    }
    if (drawn(element).join(" | ") === plain.join(" | ")) say("focus is not seen", element);
    const { left, top, width, height } = element.getBoundingClientRect();
    const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [left + x * width, top + y * height]);
    const own = element.closest("label") ?? element;
    const isOwn = (found) => found && (own.contains(found) || found.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(found)));
    const inView = spots.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
    if (!inView.length) say("focus is outside of the window", element);
    else if (!inView.some(([x, y]) => isOwn(document.elementFromPoint(x, y)))) say("focus is covered", element);
  }
  document.activeElement?.blur?.();
  before?.focus?.({ preventScroll: true });
  scrollTo(...place);
  if (document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])")) say("an order of its own", document.querySelector("[tabindex]"));
  return complaints;
}
