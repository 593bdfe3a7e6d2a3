"""A picture of the design system: every token of tokens.css as it looks, drawn by the style sheets themselves."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

STATIC = Path(__file__).parents[1] / "study_app" / "static"
TOKEN = re.compile(r"^  (--[a-z-]+): (.+);$", re.MULTILINE)
LOOK = """
body { display: block; padding: 1.5rem; }
.colours { display: grid; grid-template-columns: repeat(7, 1fr); gap: 0.75rem; margin-block-end: 1.5rem; }
.colours div { font-size: 0.75rem; color: var(--ink-quiet); }
.colours span { display: block; block-size: 2.5rem; border: 1px solid var(--edge); border-radius: var(--radius); }
.row { display: flex; align-items: baseline; flex-wrap: wrap; gap: 0.75rem 2rem; margin-block-end: 1.5rem; }
"""


def tokens() -> dict[str, str]:
    """Name → value, as tokens.css has them."""
    return dict(TOKEN.findall((STATIC / "tokens.css").read_text(encoding="utf-8")))


def swatches(browser: Browser) -> Page:
    """The page that shows them."""
    colours = [name for name, value in tokens().items() if value.startswith("#")]
    sizes = [name for name in tokens() if name.startswith("--text")]
    boxes = "".join(f'<div><span style="background: var({name})"></span>{name}</div>' for name in colours)
    words = "".join(f'<span style="font-size: var({name})">{name}</span>' for name in sizes)
    controls = (
        '<button class="button button--primary">Primary</button><button class="button">Button</button>'
        '<button class="choice" style="inline-size: 12rem"><kbd>F</kbd><span>Choice</span></button>'
    )
    style = "".join((STATIC / f"{name}.css").read_text(encoding="utf-8") for name in ("tokens", "style"))
    page = browser.new_context(viewport={"width": 960, "height": 420}).new_page()
    page.set_content(
        f'<style>{style}{LOOK}</style><div class="colours">{boxes}</div>'
        f'<div class="row">{words}</div><div class="row">{controls}</div>'
    )
    return page
