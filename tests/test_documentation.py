"""The documentation cannot rot: what it links to exists, what it tells to type exists."""

import re
from pathlib import Path

import pytest

from study_app.cli import COMMANDS

HOUSE = Path(__file__).parent.parent
PAGES = [HOUSE / "README.md", HOUSE / "CONTRIBUTING.md", *sorted((HOUSE / "docs").glob("*.md"))]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@every_page
def test_every_command_that_is_told_exists(page: Path) -> None:
    told = re.findall(r"(?:^|`)gullseye ([a-z][a-z-]*)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(told) <= set(COMMANDS)


@every_page
def test_every_make_target_that_is_told_exists(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(told) <= set(targets)


def test_every_page_of_the_documentation_is_named_in_the_readme() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[2:] if f"(docs/{page.name})" not in readme] == []


def test_every_command_is_told_somewhere() -> None:
    everything = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if f"gullseye {name}" not in everything] == []
