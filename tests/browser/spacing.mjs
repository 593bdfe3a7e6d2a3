// Runs in the page: somebody spaces all text out (WCAG 1.4.12); what is cut off then, or makes the page wider.
() => {
  const complaints = [];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  if (document.scrollingElement.scrollWidth > innerWidth) complaints.push(`${document.scrollingElement.scrollWidth} px wide`);
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen, svg, select") || !element.textContent.trim()) continue;
    if (element.clientWidth <= 1) continue; // said, not shown
    const style = getComputedStyle(element);
    const isCut = (extent, inner, overflow) => inner > extent + 2 && ["hidden", "clip"].includes(overflow);
    if (isCut(element.clientWidth, element.scrollWidth, style.overflowX) || isCut(element.clientHeight, element.scrollHeight, style.overflowY)) {
      complaints.push(`cut off: ${element.outerHTML.slice(0, 120)}`);
    }
    if (element.matches("button, .button, kbd") && (element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2)) {
      complaints.push(`does not fit: ${element.outerHTML.slice(0, 120)}`);
    }
  }
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  return complaints;
}
