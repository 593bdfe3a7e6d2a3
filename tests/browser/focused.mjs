// Runs in the page: what has the focus, whether something is still to be done there, whether one sees it.
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { kind: "nothing" };

  const kind = () => {
    if (at.matches("button")) return "button";
    if (at.matches("[data-keys]")) return "mark";
    return at.matches("[data-node]") ? "node" : (at.type ?? at.localName);
  };
  const isDone = () => {
    if (at.type === "radio") return [...at.form.elements].some((one) => one.name === at.name && one.checked);
    if (at.type === "checkbox") return at.checked || "declines" in at.dataset || at.closest("[data-at-least-one]")?.querySelector(":checked");
    return at.matches("textarea, select, [type=number], [type=text]") && at.value !== "";
  };
  const isCovered = () => {
    const { left, top, right, bottom } = at.getBoundingClientRect();
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const found = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
    return !((at.closest("label, svg") ?? at).contains(found) || found?.contains(at));
  };

  return {
    kind: kind(),
    isAsked: Boolean(at.closest("main form")) && !isDone(),
    submits: at.matches("main button[type=submit]"),
    isHeld: at.getAttribute("aria-disabled") === "true",
    most: at.max ?? "",
    isSeen: at.matches(":focus-visible") && (getComputedStyle(at).outlineStyle !== "none" || at.matches("[data-node]")),
    isCovered: isCovered(),
    html: at.outerHTML.slice(0, 120),
  };
}
