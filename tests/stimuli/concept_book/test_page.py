"""The concept book as a folder: whole, escaped, and readable without a network."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from stimuli.concept_book.page import write_book
from stimuli.concept_style import ConceptStyle
from stimuli.errors import StimuliError
from tests.stimuli.concept_book.invented import book


def test_the_page_lies_in_the_folder_and_shows_pictures_that_are_there(tmp_path: Path) -> None:
    page = write_book(book(), tmp_path / "book")
    assert page == tmp_path / "book" / "index.html"
    shown = set(re.findall(r'src="([^"]+)"', page.read_text()))
    assert {f"assets/{path.name}" for path in (page.parent / "assets").iterdir()} == shown


def test_a_picture_that_shows_several_concepts_is_kept_once(tmp_path: Path) -> None:
    text = write_book(book(), tmp_path).read_text()
    # 12 concepts that are not dead, with 6 top images and their tiles, and 4 bottom images each.
    assert text.count("<img ") == 12 * (6 + 6 + 4)
    assert len(set(re.findall(r'src="([^"]+)"', text))) < 12 * (6 + 6 + 4)


def test_nothing_of_the_study_becomes_markup_and_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    text = write_book(book(), tmp_path).read_text()
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;$title" in text
    assert "http" not in text


def test_the_lead_names_what_is_refused(tmp_path: Path) -> None:
    text = write_book(book(), tmp_path).read_text()
    assert "uses for 3 classes; refused and by default not shown: Western." in text
    faithful = replace(book(), chapters=book().chapters[:1])
    assert "uses for 1 class; none is refused." in write_book(faithful, tmp_path).read_text()


def test_every_class_has_a_chapter_that_contents_and_tables_lead_to(tmp_path: Path) -> None:
    text = write_book(book(), tmp_path).read_text()
    assert re.findall(r'<h2 id="(class-\d)">', text) == ["class-1", "class-2", "class-3"]
    assert text.count('href="#class-2"') == 3


def test_options_and_facts_stand_at_the_end(tmp_path: Path) -> None:
    text = write_book(book(), tmp_path).read_text()
    assert '<th scope="row">least_r2</th><td>0.5</td>' in text
    assert '<th scope="row">hidden</th><td>not set</td>' in text
    assert '<th scope="row">map</th><td>{&quot;method&quot;: &quot;igos_pp&quot;}</td>' in text
    assert '<th scope="row">features</th><td>1024</td>' in text


def test_letters_that_are_not_those_of_the_tiles_are_said_to_be_others(tmp_path: Path) -> None:
    assert "follow their place" not in write_book(book(), tmp_path).read_text()
    by_place = replace(book(), style=ConceptStyle(colour_by="order"))
    assert "follow their place" in write_book(by_place, tmp_path).read_text()


def test_a_folder_that_cannot_be_written_is_a_fault_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StimuliError, match=r"file: cannot be written: "):
        write_book(book(), tmp_path / "file")
