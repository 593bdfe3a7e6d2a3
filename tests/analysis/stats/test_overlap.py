"""Agreement of regions, held against a loop over all pairs."""

from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.stats.estimable import NotEstimable
from analysis.stats.jackknife import jackknife
from analysis.stats.overlap import NO_CHANCE, NO_PAIR, Overlap, overlap

Marks = list[tuple[int, int, NDArray[np.bool_]]]  # person, picture, region


def found(marks: Marks, level: float = 0.95) -> Overlap:
    person, picture = (np.array([mark[place] for mark in marks], dtype=np.int64) for place in (0, 1))
    regions = np.array([mark[2] for mark in marks], dtype=np.bool_).reshape(len(marks), -1 if marks else 1)
    return overlap(regions, person, picture, level)


def by_hand(marks: Marks) -> dict[str, float]:
    """A loop over pairs of different people; NaN where there are none."""
    sums = {"same": [0, 0], "other": [0, 0]}
    for (p, i, a), (q, j, b) in permutations(marks, 2):
        if p != q:
            kind = sums["same" if i == j else "other"]
            kind[0] += int((a & b).sum())
            kind[1] += int((a | b).sum())
    iou, chance = (kind[0] / kind[1] if kind[1] else np.nan for kind in sums.values())
    return {"iou": iou, "chance": chance, "beyond": (iou - chance) / (1 - chance)}


def some_marks(n_people: int = 7, n_pictures: int = 4, seed: int = 1) -> Marks:
    """Everybody marks all pictures but one; regions of a picture are alike."""
    rng = np.random.default_rng(seed)
    alike = rng.random((n_pictures, 30)) < 0.3
    return [
        (person, picture, alike[picture] ^ (rng.random(30) < 0.15))
        for person in range(n_people)
        for picture in range(n_pictures)
        if picture != person % n_pictures
    ]


def test_it_is_the_loop_over_all_pairs() -> None:
    marks = some_marks()
    wanted = by_hand(marks)
    made = found(marks)
    for name, value in wanted.items():
        assert getattr(made, name).estimate == pytest.approx(value, abs=1e-12)
    assert (made.n_people, made.n_regions) == (7, 21)
    assert wanted["beyond"] > 0.2


def test_its_spread_is_that_of_the_loop_without_each_person() -> None:
    marks = some_marks()
    made = found(marks)
    for name in ("iou", "chance", "beyond"):
        without = np.array([by_hand([m for m in marks if m[0] != person])[name] for person in range(7)])
        wanted = jackknife(by_hand(marks)[name], without, 0.95)
        assert not isinstance(wanted, NotEstimable)
        spread = getattr(made, name).spread
        assert spread[0] == pytest.approx(wanted[0], rel=1e-9)
        assert (spread[1].low, spread[1].high) == pytest.approx((wanted[1].low, wanted[1].high), rel=1e-9)


def test_regions_that_are_the_same_everywhere_agree_no_more_than_by_chance() -> None:
    rng = np.random.default_rng(3)
    marks = [(person, picture, rng.random(40) < 0.4) for person in range(30) for picture in range(5)]
    beyond = found(marks).beyond
    assert beyond.estimate == pytest.approx(0, abs=0.02)
    assert not isinstance(beyond.spread, NotEstimable)
    assert beyond.spread[1].low < 0 < beyond.spread[1].high


def test_a_picture_that_one_person_marked_counts_nowhere() -> None:
    marks = some_marks()
    alone = (3, 99, np.ones(30, dtype=np.bool_))
    assert found([*marks, alone]) == found(marks)


def test_the_interval_covers_what_a_large_sample_says() -> None:
    """Of 200 samples of 12 people the 95 % interval misses the value of 400 people about one time in twenty."""
    rng = np.random.default_rng(8)
    alike = rng.random((3, 25)) < 0.4

    def sample(n: int) -> Marks:
        care = rng.uniform(0.02, 0.4, size=n)
        return [(p, i, alike[i] ^ (rng.random(25) < care[p])) for p in range(n) for i in range(3)]

    truth = found(sample(400)).beyond.estimate
    assert isinstance(truth, float)
    spreads = [found(sample(12)).beyond.spread for _ in range(200)]
    covered = [spread[1].low < truth < spread[1].high for spread in spreads if isinstance(spread, tuple)]
    assert len(covered) == 200
    assert 0.9 <= np.mean(covered) <= 0.99


def test_what_cannot_be_had_has_its_reason() -> None:
    region = np.array([True, False, False])
    assert found([]).iou.estimate == NotEstimable(NO_PAIR)
    assert found([(0, 0, region), (0, 1, region)]).beyond.estimate == NotEstimable(NO_PAIR)
    one_picture = found([(0, 0, region), (1, 0, region)])
    assert one_picture.iou.estimate == 1.0
    assert one_picture.beyond.estimate == NotEstimable(NO_CHANCE)
    assert one_picture.iou.spread == NotEstimable("an interval needs three participants, here: 2 participants")
    alike = found([(person, picture, region) for person in range(4) for picture in range(2)])
    assert isinstance(alike.beyond.estimate, NotEstimable)
    assert "chance alone gives full agreement" in alike.beyond.estimate.reason
    assert isinstance(alike.iou.spread, NotEstimable)
