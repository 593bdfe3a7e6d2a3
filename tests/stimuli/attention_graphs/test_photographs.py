"""Real photographs: what the thorough search finds of the truth, and what a memory saves of the authors' search.

docs/benchmarks.md has the figures for ten photographs; here are two, so that CI ends.
"""

from pathlib import Path

import pytest

from stimuli.attention_graphs.asking import answered
from stimuli.attention_graphs.search import Limits
from stimuli.authors.sag import authors_search
from stimuli.classifier import Classifier
from tests import photographs
from tests.searched_photographs import SUFFICIENT, TENTH, Photograph, share_found

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


def photograph(classifier: Classifier, file: Path, *, authors: bool = False) -> Photograph:
    (pixels,) = photographs.pixels([file], classifier)
    return Photograph.of(classifier, pixels, "black" if authors else "blur", corners=authors)


@pytest.mark.parametrize("name", ["Glaucous_winged_Gull_0034", "Ivory_Gull_0059"])
def test_a_tenth_of_the_evaluations_finds_nine_tenths_of_the_smallest_sets(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    classifier = photographs.classifier("mobilenet", shared_data, tmp_path)
    told = share_found(photograph(classifier, shared_data / "photographs" / "gulls" / f"{name}.jpg"), TENTH)
    assert told is not None
    n_sets, share, evaluations = told
    assert n_sets >= 30
    assert share >= 0.9
    assert evaluations <= TENTH


@pytest.mark.parametrize("name", ["n01751748_sea_snake", "n03124170_cowboy_hat"])
def test_with_a_memory_the_authors_search_asks_a_quarter_and_finds_the_same(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    classifier = photographs.classifier("squeezenet", shared_data, tmp_path)
    asked = photograph(classifier, shared_data / "photographs" / "imagenet_samples" / f"{name}.jpg", authors=True)
    found, memo = asked.as_the_authors()
    plain = authors_search(asked.order, SUFFICIENT * asked.full, Limits())
    (again,) = answered([plain], lambda questions: [memo.known[shown] for _, shown in questions])
    assert again == found
    assert len(found.sets) > 10
    assert memo.distinct <= memo.wanted / 4
