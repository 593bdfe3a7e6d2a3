"""The design system is one: every colour is a token, every token and every class is used by somebody."""

import re
from pathlib import Path

import pytest

import study_app

ROOM = Path(study_app.__file__).parent
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in (ROOM / "static").glob("*.css")}
USERS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (*(ROOM / "templates").rglob("*.html"), *(ROOM / "static").glob("*.mjs"), *ROOM.rglob("*.py"))
)
MADE = ("figure--", "verdict--", "graph__gap--", "marking__")  # stems that pages and scripts give their ends
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)


def bare(sheet: str) -> str:
    """Without comments."""
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def classes(sheet: str) -> set[str]:
    """All that its selectors name."""
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", bare(sheet))))


@pytest.mark.parametrize("name", sorted(SHEETS.keys() - {"tokens.css"}))
def test_every_colour_is_a_token(name: str) -> None:
    assert COLOUR.findall(bare(SHEETS[name])) == []


def test_every_token_is_used_and_everything_used_is_there() -> None:
    everything = "\n".join(map(bare, SHEETS.values()))
    defined = set(re.findall(r"(--[\w-]+)\s*:", bare(SHEETS["tokens.css"])))
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    known = set(re.findall(r"(--[a-z][\w-]*)\s*:", everything)) | {"--wait"}  # wait.mjs says how long
    assert defined - used == set()
    assert used - known == set()


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_every_class_is_some_pages(name: str) -> None:
    unused = {each for each in classes(SHEETS[name]) if each not in USERS and not each.startswith(MADE)}
    assert unused == set()


def test_no_template_styles_by_itself() -> None:
    for path in (ROOM / "templates").rglob("*.html"):
        assert not re.search(r"\sstyle=|<style", path.read_text(encoding="utf-8")), path
