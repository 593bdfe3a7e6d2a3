"""The tables of all classes, and what a chapter says in words."""

import re
from dataclasses import replace

import numpy as np
import pytest

from stimuli.concept_book.book import Chapter, Examples
from stimuli.concept_book.columns import FAITHFULNESS, SHARING
from stimuli.concept_book.numbers import counted, number, percent, signed
from stimuli.concept_book.summary import summary
from stimuli.concept_book.verdict import notes, verdict
from tests.stimuli.concept_book.invented import FAITHFUL, POOR, alignment, chapter, module

REFUSED = "Western: too little (R² -0.12)"


def cells(row: str, text: str) -> list[list[str]]:
    """The cells of every row of that name, without markup."""
    found = re.findall(rf'<tr><th scope="row"><a [^>]+>{row}</a></th>(.*?)</tr>', text)
    return [[re.sub("<[^>]+>", "", cell) for cell in re.findall("<td>(.*?)</td>", one)] for one in found]


def test_numbers_are_written_as_people_read_them() -> None:
    assert [number(value) for value in (1.234, -0.25, -0.001, float("nan"), float("-inf"))] == [
        "1.23",
        "−0.25",
        "0.00",
        "–",
        "−∞",
    ]
    assert [signed(value) for value in (1.234, -0.25, 0.001, 0.0)] == ["+1.23", "−0.25", "0.00", "0.00"]
    assert [percent(0.966), percent(float("nan"))] == ["97 %", "–"]
    assert [counted(1, "class", "classes"), counted(2, "class", "classes"), counted(0, "bird")] == [
        "1 class",
        "2 classes",
        "0 birds",
    ]


def test_a_faithful_class_has_all_its_numbers_in_the_tables() -> None:
    faithful, shared = cells("Herring", summary([chapter(module("Herring", FAITHFUL))]))
    assert faithful == ["faithful", "48", "1536", "24", "0.71 0.52 to 0.83", "0.83", "0.54", "98 %", "0.97"]
    # Of ten pairs one has r = -.5 and one .25; the determinant is 1 - .25 - .0625.
    assert shared == ["5", "0", "0.08", "−0.37", "0.50", "1", "−1.50"]


def test_a_refused_class_is_refused_in_words_and_says_its_dead_concept_and_its_balance() -> None:
    faithful, shared = cells("Western", summary([chapter(module("Western", POOR, dead=3), REFUSED)]))
    assert faithful[0] == "REFUSED"
    assert faithful[4] == "−0.12 −0.80 to 0.31"
    assert (shared[1], shared[4], shared[5]) == ("1", "0.12, too low", "6")


def test_every_number_of_the_tables_is_explained() -> None:
    text = summary([chapter(module("Herring", FAITHFUL))])
    heads = re.findall(r'<th scope="col">(.*?)</th>', text)
    assert re.findall("<dt>(.*?)</dt>", text) == [head for head in heads if head != "class"]
    assert len(heads) == len(FAITHFULNESS) + len(SHARING) + 2


def test_a_verdict_says_what_it_rests_on() -> None:
    assert verdict(chapter(module("Herring", FAITHFUL))) == (
        "On 24 images of Herring that it did not learn from, the module says 71 % of what makes the classifier's score "
        "higher in one than in another (R² 0.71, 95 % interval 0.52 to 0.83). Put in the place of the classifier's "
        "score, its own leaves the classifier's first choice as it is in 98 % of 96 held-out images of all classes."
    )
    assert "the module says nothing of what makes" in verdict(chapter(module("Western", POOR), REFUSED))


def test_what_else_should_be_known_of_a_module_is_noted() -> None:
    assert notes(chapter(module("Herring", FAITHFUL))) == []
    assert notes(chapter(module("Western", POOR, dead=3), REFUSED)) == [
        "Refused: Western: too little (R² -0.12).",
        "1 of 5 concepts dead: zero in every row learnt from.",
        "One concept does nearly all the work (balance 0.12) after 6 beginnings.",
    ]


def test_faithfulness_that_may_be_chance_is_noted() -> None:
    unsure = module("Herring", replace(FAITHFUL, r2_low=-0.1))
    assert notes(chapter(unsure)) == [
        "The interval of R² reaches 0: these held-out images are too few to be sure of any faithfulness."
    ]


def test_shares_of_the_sum_are_of_what_is_added_in_the_learning_images() -> None:
    one = module("Herring", FAITHFUL, n=3)
    added = np.tile(np.array([[3, -1, 0], [1, 1, 0], [100, 100, 9]], dtype=np.float32), (24, 1))
    one = replace(one, contributions=added, held_out=np.arange(72) % 3 == 2)
    assert chapter(one).positive_shares.tolist() == [0.8, 0.2, 0.0]


def test_a_chapter_that_does_not_fit_its_module_is_a_mistake() -> None:
    one = module("Herring", FAITHFUL)
    with pytest.raises(ValueError, match="Herring: 5 concepts, but 1 examples and 5 n_shown"):
        Chapter(one, None, (Examples(),), (0,) * 5)
    with pytest.raises(ValueError, match="Herring: 5 concepts, but an alignment of 4"):
        chapter(one, marks=alignment(4))
