// Runs in the page: everything on it that somebody could not read, reach or make out.  Returns a list of complaints.
() => {
  const complaints = [];
  const say = (what, element) => complaints.push(`${what}: ${(element?.outerHTML ?? "").slice(0, 120)}`);

  const channels = (colour) => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    return { rgb: numbers.slice(0, 3), alpha: numbers[3] ?? 1 };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, alpha } = channels(getComputedStyle(at).backgroundColor);
      if (alpha > 0.99) return rgb;
    }
    return [255, 255, 255];
  };
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;

  if (!document.documentElement.lang) say("no language", document.documentElement);
  if (!document.title) say("no title");
  if (document.querySelectorAll("h1").length !== 1) say(`${document.querySelectorAll("h1").length} h1`);
  if (document.querySelectorAll("main").length !== 1) say("not one main landmark");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3")) {
    if (Number(heading.tagName[1]) > level + 1) say("a heading level is skipped", heading);
    level = Number(heading.tagName[1]);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.filter((id, n) => ids.indexOf(id) !== n).forEach((id) => say(`id ${id} is there twice`));
  document.querySelectorAll("img:not([alt])").forEach((image) => say("no alternative text", image));
  document.querySelectorAll("script:not([src]), style").forEach((element) => say("inline style or script", element));

  for (const control of document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, [role=button], [tabindex='0']")) {
    if (!isVisible(control)) continue;
    const name = control.getAttribute("aria-label") || control.textContent.trim() || [...(control.labels ?? [])].map((l) => l.textContent.trim()).join("");
    if (!name) say("no name", control);
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    const inText = control.matches("p a, li a, nav a");
    if (!inText && (width < 24 || height < 24)) say(`target of ${width} x ${height}`, control);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !isVisible(element) || element.closest("[aria-disabled=true], [disabled], noscript")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const found = contrast(channels(style.color).rgb, ground(element));
    if (found < wanted) say(`contrast ${found.toFixed(2)}`, element);
    if (size < 14) say(`text of ${size} px`, element);
  }
  for (const control of document.querySelectorAll(".choice, .button, .field input")) {
    if (!isVisible(control) || control.matches("[aria-disabled=true], [disabled]")) continue;
    const found = contrast(channels(getComputedStyle(control).borderTopColor).rgb, ground(control.parentElement));
    if (found < 3) say(`border contrast ${found.toFixed(2)}`, control);
  }
  return complaints;
}
