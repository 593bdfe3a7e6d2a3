"""What is held against every page: our own audits, and axe-core's."""

from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).parent
AUDITS = tuple((FOLDER / f"{name}.mjs").read_text() for name in ("audit", "focus", "order", "spacing"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const why = (node) => node.any.concat(node.all, node.none)[0]?.message ?? "";
  const said = (one, node) => `${one.id}: ${node.html.slice(0, 120)} ${why(node)}`;
  return found.violations.flatMap((one) => one.nodes.map((node) => said(one, node)));
}"""
NOT_SHOWN_YET = "[data-reveal]:not([data-shown])"


def faults_of(page: Page) -> list[str]:
    """What our own audits find on the page."""
    return [fault for audit in AUDITS for fault in page.evaluate(audit)]


def violations_on(page: Page, axe: str) -> list[str]:
    """What axe-core finds on the page; axe: its script."""
    page.evaluate(axe)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found
