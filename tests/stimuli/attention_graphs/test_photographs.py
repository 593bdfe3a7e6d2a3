"""Real photographs: what the thorough search finds of the truth, and what a memory saves of the authors' search.

docs/benchmarks.md has the figures of more photographs; here are few, so that CI ends.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from stimuli.attention_graphs.asking import Question, answered
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.search import Limits
from stimuli.authors.sag import authors_search
from stimuli.classifier import Classifier
from tests import photographs
from tests.searched_photographs import SUFFICIENT, TENTH, Photograph, share_found

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


def photograph(classifier: Classifier, file: Path, *, authors: bool = False) -> Photograph:
    (pixels,) = photographs.pixels([file], classifier)
    return Photograph.of(classifier, pixels, "black" if authors else "blur", corners=authors)


def test_a_tenth_of_the_evaluations_finds_nine_tenths_of_the_smallest_sets(shared_data: Path, tmp_path: Path) -> None:
    classifier = photographs.classifier("mobilenet", shared_data, tmp_path)
    gull = shared_data / "photographs" / "gulls" / "Glaucous_winged_Gull_0034.jpg"
    told = share_found(photograph(classifier, gull), TENTH)
    assert told is not None
    n_sets, share, evaluations = told
    assert n_sets >= 30
    assert share >= 0.9
    assert evaluations <= TENTH


def test_with_a_memory_the_authors_search_asks_a_quarter_and_finds_the_same(shared_data: Path, tmp_path: Path) -> None:
    """Of several photographs together: a search that ends after a few depths has little to remember."""
    classifier = photographs.classifier("squeezenet", shared_data, tmp_path)
    wanted = scored = 0
    for name in ("n01751748_sea_snake", "n02113624_toy_poodle", "n02526121_eel"):
        asked = photograph(classifier, shared_data / "photographs" / "imagenet_samples" / f"{name}.jpg", authors=True)
        found, memo = asked.as_the_authors()
        plain = authors_search(asked.order, SUFFICIENT * asked.full, Limits())
        (again,) = answered([plain], partial(_from_memory, memo.known))
        assert again == found
        wanted, scored = wanted + memo.wanted, scored + memo.distinct
    assert scored <= wanted / 4


def _from_memory(known: Mapping[Patches, float], questions: Sequence[Question]) -> list[float]:
    return [known[shown] for _, shown in questions]
