from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.reliance import (
    Decisions,
    NumericRevisions,
    Revisions,
    over_reliance,
    relative_ai_reliance,
    relative_self_reliance,
    switch_fraction,
    under_reliance,
    weight_of_advice,
)
from analysis.stats.shares import Shares, averaged_share, pooled_share, share_of_each
from tests.analysis.stats.taesiri import trials_of

DECISIONS = Decisions(
    participant=np.array([0, 0, 0, 0, 0, 1, 1]),
    n_participants=3,
    classifier_right=np.array([True, True, True, False, False, True, True]),
    accepted=np.array([True, False, True, True, False, True, True]),
)


def revisions(rows: str, n_participants: int = 1) -> Revisions:
    """Words `truth advice initial final`, a letter each; `|` begins the next participant."""
    groups = [group.split() for group in rows.split("|")]
    letters = np.array([list(word) for group in groups for word in group])
    participant = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return Revisions(participant, n_participants, *letters.T)


def counts(shares: Shares) -> list[tuple[int, int]]:
    return list(zip(shares.n_events.tolist(), shares.n_chances.tolist(), strict=True))


def test_over_reliance_counts_what_was_accepted_of_the_wrong() -> None:
    assert counts(over_reliance(DECISIONS)) == [(1, 2), (0, 0), (0, 0)]


def test_under_reliance_counts_what_was_refused_of_the_right() -> None:
    assert counts(under_reliance(DECISIONS)) == [(1, 3), (0, 2), (0, 0)]


def test_who_saw_no_wrong_advice_has_no_over_reliance_rather_than_none() -> None:
    missing = NotEstimable("no trial where the classifier was wrong")
    assert share_of_each(over_reliance(DECISIONS)) == (0.5, missing, missing)
    found = averaged_share(over_reliance(DECISIONS), 0.95)
    assert (found.estimate, found.n_participants, found.n_without, found.n_trials) == (0.5, 1, 2, 2)


def test_right_for_wrong_and_refused_for_accepted_exchange_over_and_under_reliance() -> None:
    mirrored = replace(DECISIONS, classifier_right=~DECISIONS.classifier_right, accepted=~DECISIONS.accepted)
    assert counts(over_reliance(mirrored)) == counts(under_reliance(DECISIONS))
    assert counts(under_reliance(mirrored)) == counts(over_reliance(DECISIONS))


def test_only_trials_whose_advice_was_another_answer_can_show_a_switch() -> None:
    """Truth a: agreed; agreed and left; switched; stayed; took a third class."""
    assert counts(switch_fraction(revisions("aaaa aaab aaba aabb aabc"))) == [(1, 3)]


def test_reliance_on_the_classifier_counts_switches_from_a_wrong_answer_to_right_advice() -> None:
    """Switched; stayed wrong; took a third class; both wrong; right before; right before, and wrong advice."""
    assert counts(relative_ai_reliance(revisions("aaba aabb aabc abcb aaaa abaa"))) == [(1, 3)]


def test_self_reliance_counts_right_answers_kept_against_wrong_advice() -> None:
    """Kept; switched; took a third class; advice right; both wrong."""
    assert counts(relative_self_reliance(revisions("abaa abab abac aaaa abcc"))) == [(1, 3)]


def test_a_classifier_that_is_never_wrong_leaves_self_reliance_without_a_number() -> None:
    found = averaged_share(relative_self_reliance(revisions("aaba aaaa | aabb aaaa", 2)), 0.95)
    reason = "no participant has a trial with a right initial answer and wrong advice"
    assert found.estimate == NotEstimable(reason)
    assert (found.n_participants, found.n_without, found.n_trials) == (0, 2, 0)


def test_a_participant_without_trials_is_counted_as_one_without() -> None:
    found = averaged_share(switch_fraction(revisions("aaba aabb | aaba", 3)), 0.95)
    assert (found.estimate, found.n_participants, found.n_without) == (0.75, 2, 1)


def test_other_names_of_the_classes_change_no_measure() -> None:
    plain, renamed = revisions("aaba abab abaa bcab"), revisions("xxyx xyxy xyxx yzxy")
    for measure in (switch_fraction, relative_ai_reliance, relative_self_reliance):
        assert counts(measure(plain)) == counts(measure(renamed))


def test_one_stage_data_have_nothing_that_a_measure_of_switching_could_read() -> None:
    assert {"initial", "final"} & {field.name for field in fields(Decisions)} == set()
    with pytest.raises(AttributeError):
        switch_fraction(DECISIONS)  # type: ignore[arg-type]


def numeric(rows: list[tuple[int, float, float, float]], n_participants: int = 2) -> NumericRevisions:
    """Rows of participant, initial, advice, final."""
    participant, initial, advice, final = zip(*rows, strict=True)
    return NumericRevisions(np.array(participant), n_participants, np.array(advice), np.array(initial), np.array(final))


NUMERIC = numeric([(0, 10, 20, 15), (0, 10, 20, 10), (0, 30, 30, 40), (1, 20, 10, 12), (1, 20, 10, 8)])


def test_the_weight_of_advice_is_the_part_of_the_way_gone() -> None:
    """Of the first .5 and 0; of the second .8 and 1.2; agreement at the outset has no weight."""
    found = weight_of_advice(NUMERIC, 0.95, clip=False)
    assert found.of_each == pytest.approx((0.25, 1.0))
    assert found.averaged.estimate == pytest.approx(0.625)
    assert (found.averaged.n_trials, found.n_undefined, found.n_outside) == (4, 1, 1)


def test_a_clipped_weight_goes_no_further_than_the_advice() -> None:
    found = weight_of_advice(NUMERIC, 0.95, clip=True)
    assert found.of_each == pytest.approx((0.25, 0.9))
    assert found.n_outside == 1


def test_advice_that_is_always_ones_own_estimate_has_no_weight() -> None:
    found = weight_of_advice(numeric([(0, 10, 10, 10), (1, 5, 5, 9)]), 0.95, clip=False)
    assert set(found.of_each) == {NotEstimable("no trial whose advice was another estimate")}
    assert isinstance(found.averaged.estimate, NotEstimable)
    assert (found.averaged.n_without, found.averaged.n_trials, found.n_undefined) == (2, 0, 2)


def test_another_unit_and_zero_point_change_no_weight() -> None:
    moved = replace(
        NUMERIC, advice=3 * NUMERIC.advice - 7, initial=3 * NUMERIC.initial - 7, final=3 * NUMERIC.final - 7
    )
    assert weight_of_advice(moved, 0.95, clip=False).of_each == pytest.approx((0.25, 1.0))


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("condition", "over", "under"),
    [("CHM-Corr", 0.466, 0.140), ("EMD-Corr", 0.497, 0.151), ("ResNet-50", 0.588, 0.102), ("kNN", 0.668, 0.037)],
)
def test_the_reliance_behind_a_public_study_comes_out(
    shared_data: Path, condition: str, over: float, under: float
) -> None:
    """One minus P(right | classifier wrong) and one minus P(right | classifier right), as tabled for this data."""
    trials = trials_of(shared_data, condition)
    right = trials["ai_correct"].to_numpy() == 1
    accepted = trials["correct"].to_numpy() == trials["ai_correct"].to_numpy()
    participant = trials["participant"].to_numpy()
    decisions = Decisions(participant, participant.max() + 1, right, accepted)
    assert pooled_share(over_reliance(decisions), 0.95).estimate == pytest.approx(over, abs=0.0006)
    assert pooled_share(under_reliance(decisions), 0.95).estimate == pytest.approx(under, abs=0.0006)
