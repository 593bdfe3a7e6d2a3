// Runs in the page: what is read or reached later must not stand above what comes earlier, within one column.
// A figure is a whole of its own: its pictures and captions may stand anywhere.
() => {
  const complaints = [];
  const read = ":is(h1, h2, h3, p, legend, label, li, table):not(figure *)";
  const reached = ":is(button, a, input:not([type=hidden]), textarea, select, [tabindex='0'])";
  const isSeen = (part) => part.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && part.getBoundingClientRect().width > 1;
  const parts = [...document.querySelectorAll(`main :is(${read}, ${reached})`)].filter((part) => isSeen(part) && !part.closest(".unseen, [aria-hidden=true]"));
  const boxes = parts.map((part) => part.getBoundingClientRect());
  parts.forEach((part, n) => {
    for (let later = n + 1; later < parts.length; later += 1) {
      if (part.contains(parts[later])) continue;
      const [a, b] = [boxes[n], boxes[later]];
      const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (shared > 0.5 * Math.min(a.width, b.width) && b.bottom <= a.top + 1) {
        complaints.push(`${parts[later].outerHTML.slice(0, 80)} stands above ${part.outerHTML.slice(0, 80)}`);
      }
    }
  });
  return complaints;
}
