"""The field guide: pages that show the marks, with lines that end on them."""

from pathlib import Path

import numpy as np
import pytest

from stimuli.gulls import field_guide
from stimuli.gulls.field_guide import overview, species_page, write_guide
from stimuli.gulls.marks import MARKS
from stimuli.gulls.page import Page, pointed_at, wrapped
from stimuli.gulls.plates import plate
from stimuli.gulls.sheets import contact_sheet


def test_a_species_page_is_drawn() -> None:
    page = species_page("slaty backed")
    assert page.shape == (1630, 1400, 3)
    assert len(np.unique(page.reshape(-1, 3), axis=0)) > 2000


def test_the_sheet_of_all_eight_is_drawn() -> None:
    page = overview()
    assert page.shape[1] == 1400
    assert page[200:460, 60:1340].std() > 20


def test_every_leader_line_ends_inside_its_part() -> None:
    bird = plate("California", "standing", 320)
    for mark in MARKS:
        x, y = pointed_at(bird.masks[mark])
        assert bird.masks[mark][int(y), int(x)], mark


def test_plates_show_no_legs_on_the_water() -> None:
    assert plate("Ivory", "standing", 200).masks["legs"].any()
    assert not plate("Ivory", "swimming", 200).masks["legs"].any()


def test_text_is_broken_between_words() -> None:
    assert wrapped("black wing tips with white mirrors", 25, 210) == ["black wing tips", "with white mirrors"]


def test_the_guide_is_a_page_per_species_and_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_guide, "species_page", lambda _species: Page.blank(20, 20).pixels())
    monkeypatch.setattr(field_guide, "overview", lambda: Page.blank(20, 20).pixels())
    names = [path.name for path in write_guide(tmp_path)]
    assert names[0] == "field_guide.png"
    assert "heermanns.png" in names
    assert len(names) == 9
    assert all((tmp_path / name).exists() for name in names)


def test_a_contact_sheet_shows_its_tiles() -> None:
    assert contact_sheet(1, 0.35, columns=2, rows=1, tile_px=64).shape == (64, 128, 3)
