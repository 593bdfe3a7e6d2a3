"""The table of field marks, and what it says about who can be told from whom."""

from itertools import combinations

import pytest

from stimuli.errors import StimuliError
from stimuli.gulls.marks import (
    MARKS,
    REMOVED,
    SPECIES,
    latin_name,
    marks_of,
    most_similar,
    separating_marks,
    species_named,
    species_with,
    table,
)


def test_the_eight_species_are_those_of_cub() -> None:
    assert SPECIES == (
        "California",
        "Glaucous-winged",
        "Heermann's",
        "Herring",
        "Ivory",
        "Ring-billed",
        "Slaty-backed",
        "Western",
    )


@pytest.mark.parametrize(
    ("species", "mark", "kind"),
    [
        ("California", "bill_mark", "red and black spots"),
        ("California", "legs", "yellow"),
        ("California", "eye", "dark"),
        ("Glaucous-winged", "wing_tip", "grey, white mirrors"),
        ("Glaucous-winged", "eye", "dark"),
        ("Heermann's", "bill", "red"),
        ("Heermann's", "body", "grey"),
        ("Herring", "mantle", "pale grey"),
        ("Herring", "legs", "pink"),
        ("Ivory", "mantle", "white"),
        ("Ivory", "bill_mark", "yellow tip"),
        ("Ivory", "legs", "black"),
        ("Ring-billed", "bill_mark", "black ring"),
        ("Ring-billed", "eye", "pale"),
        ("Slaty-backed", "mantle", "slaty black"),
        ("Slaty-backed", "wing_tip", "black, string of pearls"),
        ("Western", "mantle", "dark grey"),
        ("Western", "bill_mark", "red spot"),
    ],
)
def test_the_marks_are_those_of_the_field_guides(species: str, mark: str, kind: str) -> None:
    assert table()[species][mark].kind == kind


def test_the_mantles_follow_the_order_of_the_grey_scale() -> None:
    greys = [
        sum(table()[name]["mantle"].real)
        for name in ("Ivory", "Herring", "Glaucous-winged", "California", "Western", "Slaty-backed")
    ]
    assert greys == sorted(greys, reverse=True)


def test_any_two_species_can_be_told_apart_even_without_the_legs() -> None:
    for one, other in combinations(SPECIES, 2):
        assert set(separating_marks(one, other)) - {"legs"}, (one, other)


def test_a_herring_and_a_ring_billed_gull_differ_in_bill_mark_and_legs() -> None:
    assert separating_marks("Herring", "Ring-billed") == ("bill_mark", "legs")
    assert most_similar("Herring") == "Ring-billed"


def test_without_bill_mark_and_legs_a_herring_gull_could_be_a_ring_billed_one() -> None:
    kinds = {name: mark.kind for name, mark in table()["Herring"].items()}
    visible = [mark for mark in MARKS if mark not in ("bill_mark", "legs")]
    assert species_with(kinds, visible) == ("Herring", "Ring-billed")
    assert species_with(kinds, MARKS) == ("Herring",)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Heermanns", "Heermann's"),
        ("heermann's", "Heermann's"),
        ("ring_billed", "Ring-billed"),
        ("SLATY BACKED GULL", "Slaty-backed"),
        ("Western_Gull", "Western"),
    ],
)
def test_a_species_is_found_however_it_is_spelt(spelling: str, name: str) -> None:
    assert species_named(spelling) == name


def test_an_unknown_species_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StimuliError, match="no species 'puffin'; known: California, Glaucous-winged, Heermann's"):
        species_named("puffin")


def test_an_unknown_mark_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StimuliError, match="no mark 'tail'; known: bill, bill_mark, eye"):
        marks_of("Herring", {"tail": None})


def test_a_swapped_mark_comes_from_the_other_species_and_no_other_does() -> None:
    marks = marks_of("Herring", {"bill mark": "ring billed", "legs": None})
    assert marks["bill_mark"] == table()["Ring-billed"]["bill_mark"]
    assert marks["legs"] == REMOVED["legs"]
    assert {name for name in MARKS if marks[name] != table()["Herring"][name]} == {"bill_mark", "legs"}


def test_every_species_has_a_scientific_name() -> None:
    assert latin_name("ivory") == "Pagophila eburnea"
    assert len({latin_name(name) for name in SPECIES}) == 8
