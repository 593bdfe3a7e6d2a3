"""Do people mark what the maps show, and do they agree with each other?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import evidence, questions, tables
from analysis.agreement.marks import CELLS, read_mark, region
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from analysis.stats.krippendorff import krippendorff_alpha
from analysis.stats.regions import RegionAgreement, region_agreement
from study_app.records import TrialRecord
from tests.analysis.cases import ARMS, evidence_of
from tests.analysis.planted_marks import (
    ELSEWHERE,
    PLACES,
    Aim,
    cells_of,
    near_what_matters,
    with_marks,
    write_maps,
)
from tests.analysis.synthetic import Truth, records, write_records

AGREEMENT = questions.load("agreement")
Change = Callable[[list[TrialRecord]], list[TrialRecord]]


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in AGREEMENT.results(found)}


def account_of(found: Evidence) -> Account:
    return AGREEMENT.account(found, AGREEMENT.results(found))


def read(folder: Path, truth: Truth, change: Change, *, maps: bool = True) -> Evidence:
    people, trials, events = records(truth)
    written = write_records(folder / "export", people, change(trials), events)
    return evidence.of_mode(tables.read(write_maps(written) if maps else written), "live")


def marking(folder: Path, aim: Aim, n: int = 15, tool: str = "brush", *, maps: bool = True) -> Evidence:
    truth = Truth(n=dict.fromkeys(ARMS, n), n_trials={"training": 1})
    return read(folder, truth, lambda trials: with_marks(trials, aim, tool), maps=maps)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """In the arm heatmap people mark what matters, in the others anywhere; read only."""
    return marking(tmp_path_factory.mktemp("planted"), near_what_matters(("heatmap",)))


def grid(text: str) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    return np.frombuffer(bytes.fromhex(text), dtype=np.uint8).astype(np.float64).reshape(CELLS, CELLS)


def covered(text: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    read_in = read_mark(text)
    assert read_in is not None
    return region(read_in)


def test_who_marks_the_maps_peak_agrees_with_the_map_and_who_marks_anywhere_does_not(planted: Evidence) -> None:
    found = results_of(planted)
    knows = found["agreement/place/heatmap/heatmap/auroc_beyond"]
    assert knows.interval is not None
    assert knows.interval.low > 0.2
    assert (found["agreement/place/heatmap/heatmap/auroc"].estimate or 0) > 0.95
    assert (found["agreement/place/heatmap/heatmap/pointing_beyond"].estimate or 0) > 0.3
    for arm in ("none", "placebo"):
        anywhere = found[f"agreement/place/{arm}/heatmap/auroc_beyond"]
        assert anywhere.interval is not None
        assert anywhere.interval.low < 0 < anywhere.interval.high


def test_a_map_of_another_place_is_not_what_they_marked(planted: Evidence) -> None:
    beyond = results_of(planted)["agreement/place/heatmap/placebo/auroc_beyond"]
    assert beyond.interval is not None
    assert beyond.interval.high < 0


def test_the_difference_between_arms_is_tested_and_corrected_and_exploratory(planted: Evidence) -> None:
    found = results_of(planted)
    result = found["agreement/place/heatmap/heatmap/auroc_difference"]
    assert result.test is not None
    assert result.test.p_adjusted is not None
    assert result.test.p_adjusted < 0.001
    assert (result.family, result.test.adjustment, result.test.n_comparisons) == (
        "exploratory",
        "Benjamini-Hochberg",
        4,
    )
    same = found["agreement/place/placebo/heatmap/auroc_difference"].test
    assert same is not None
    assert same.p > 0.05


def test_a_preference_for_the_middle_counts_for_nothing(tmp_path: Path) -> None:
    """Everybody marks the middle; every map has its peak near there, so they agree, but not beyond chance.

    The regions agree in every picture, and so they do between pictures.
    """

    def middle(trial: TrialRecord, rng: np.random.Generator) -> tuple[float, float]:
        x, y = rng.normal(0.5, 0.03, size=2)
        return float(x), float(y)

    found = marking(tmp_path, middle)
    maps = found.companions["maps"].assign(
        cells=[cells_of((0.5 + 0.02 * (n % 3), 0.5), 0.2) for n in range(len(found.companions["maps"]))]
    )
    told = results_of(replace(found, companions={"maps": maps}))
    assert (told["agreement/place/none/heatmap/auroc"].estimate or 0) > 0.95
    assert told["agreement/place/none/heatmap/auroc_beyond"].estimate == pytest.approx(0, abs=0.01)
    assert (told["agreement/place/none/iou"].estimate or 0) > 0.3
    assert told["agreement/place/none/iou_beyond"].estimate == pytest.approx(0, abs=0.05)


def test_people_who_know_agree_with_each_other_and_others_do_not(planted: Evidence) -> None:
    found = results_of(planted)
    knows, anywhere = (found[f"agreement/place/{arm}/iou_beyond"] for arm in ("heatmap", "none"))
    assert knows.interval is not None
    assert anywhere.interval is not None
    assert anywhere.interval.high < 0.1 < knows.interval.low
    assert (knows.n, knows.n_trials) == ({"heatmap": 15}, 60)


def test_agreement_with_a_map_is_that_of_one_picture_at_a_time(tmp_path: Path) -> None:
    """One person, four marks: held against region_agreement, which takes one map and one region."""
    found = marking(tmp_path, near_what_matters((), 0.2), n=1)
    rows = found.trials[(found.trials["task"] == "spot") & (found.trials["arm"] == "none")]
    each = {}
    for image, text in zip(rows["image"], rows["response"], strict=True):
        for of in PLACES:
            made = region_agreement(covered(text), grid(cells_of(PLACES[of])))
            assert isinstance(made, RegionAgreement)
            each[image, of] = made
    told = results_of(found)
    for key in ("auroc", "pointing"):
        own = np.mean([getattr(each[image, image], key) for image in PLACES])
        other = np.mean([getattr(each[image, of], key) for image in PLACES for of in PLACES if of != image])
        values = [told[f"agreement/place/none/heatmap/{key}{ending}"].estimate for ending in ("", "_other", "_beyond")]
        assert values == pytest.approx([own, other, own - other])
    assert told["agreement/place/none/heatmap/auroc"].n_trials == 4


def test_marks_that_cannot_be_read_are_told_and_count_nowhere(tmp_path: Path) -> None:
    def torn(trials: list[TrialRecord]) -> list[TrialRecord]:
        marks = with_marks(trials)
        return [replace(t, response="torn") if t.task == "spot" and t.participant == "p0000" else t for t in marks]

    found = read(tmp_path, Truth(n={"heatmap": 4}, n_trials={"training": 1}), torn)
    assert results_of(found)["agreement/place/heatmap/iou"].n == {"heatmap": 3}
    assert "place: 4 marks could not be read and count nowhere." in account_of(found).sentences


def test_an_export_without_maps_says_so_and_has_all_the_rest(tmp_path: Path) -> None:
    found = marking(tmp_path, near_what_matters(("heatmap",)), n=4, maps=False)
    names = results_of(found)
    assert "agreement/place/heatmap/iou_beyond" in names
    assert not [name for name in names if "auroc" in name]
    account = account_of(found)
    assert any(sentence.startswith("The export holds no maps") for sentence in account.sentences)
    assert [drawing.name for drawing in account.drawings] == ["agreement-between-people"]


def test_a_flat_map_and_a_picture_without_a_map_are_left_out(tmp_path: Path) -> None:
    found = marking(tmp_path, near_what_matters(ARMS), n=3)
    maps = found.companions["maps"]
    flat = maps["image"] == "Herring/000"
    maps = maps.assign(cells=maps["cells"].where(~flat, "00" * CELLS**2))[maps["image"] != "Western/000"]
    told = results_of(replace(found, companions={"maps": maps}))
    assert told["agreement/place/none/heatmap/auroc"].n_trials == 6
    alone = maps[maps["image"] == "California/000"]
    one = results_of(replace(found, companions={"maps": alone}))
    assert one["agreement/place/none/heatmap/auroc_beyond"].reason == "there is no map of another picture"
    assert one["agreement/place/none/heatmap/auroc"].status == "ok"


def test_points_work_as_strokes_do(tmp_path: Path) -> None:
    found = results_of(marking(tmp_path, near_what_matters(("heatmap",)), n=8, tool="point"))
    beyond = found["agreement/place/heatmap/heatmap/auroc_beyond"].interval
    assert beyond is not None
    assert beyond.low > 0.2


def answering(folder: Path, ratings: Sequence[Sequence[str | None]]) -> Evidence:
    """ratings: per person the answer to each picture, None where there is none."""

    def change(trials: list[TrialRecord]) -> list[TrialRecord]:
        made = []
        for trial in trials:
            told = ratings[int(trial.participant[1:])][trial.position_in_block]
            image = f"image {trial.position_in_block}"
            correct = None if told is None else told == trial.label
            made.append(replace(trial, image=image, response=told, answered=told is not None, correct=correct))
        return made

    return read(folder, Truth(n={"none": len(ratings)}, n_trials={"test": len(ratings[0])}), change, maps=False)


def test_alpha_of_answers_is_krippendorffs(tmp_path: Path) -> None:
    """His own example: four observers, twelve units, alpha .743 (Computing Krippendorff's Alpha-Reliability, 2011)."""
    example = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    ratings = [[None if cell == "." else f"class {cell}" for cell in row.split()] for row in example]
    found = results_of(answering(tmp_path, ratings))
    alpha = found["agreement/test/none/alpha"]
    assert alpha.estimate == pytest.approx(0.743, abs=5e-4)
    assert (alpha.n, alpha.n_trials) == ({"none": 4}, 40)
    numbers = np.array([[np.nan if cell is None else float(cell[-1]) for cell in row] for row in ratings]).T
    assert alpha.estimate == krippendorff_alpha(numbers, "nominal")
    without = [krippendorff_alpha(np.delete(numbers, person, axis=1), "nominal") for person in range(4)]
    left = np.array([value for value in without if isinstance(value, float)])
    assert alpha.std_error == pytest.approx(np.sqrt(3 / 4 * ((left - left.mean()) ** 2).sum()))


def test_the_share_of_same_answers_stands_beside_it(tmp_path: Path) -> None:
    """Three people, two pictures: of six pairs the three of the first picture and one of the second are the same."""
    found = results_of(answering(tmp_path, [("a", "a"), ("a", "a"), ("a", "b")]))
    assert found["agreement/test/none/same"].estimate == pytest.approx(4 / 6)


def test_where_all_say_the_same_alpha_has_a_reason(tmp_path: Path) -> None:
    alpha = results_of(answering(tmp_path, [("a", "a")] * 4))["agreement/test/none/alpha"]
    assert alpha.estimate is None
    assert alpha.reason == "all ratings are the same: there is no disagreement that chance could produce"


def test_sides_are_those_of_the_comparison_not_of_the_page(tmp_path: Path) -> None:
    """Two people take the same version; for one of them the versions had changed sides."""

    def change(trials: list[TrialRecord]) -> list[TrialRecord]:
        turned = {"p0000": False, "p0001": True}
        return [
            replace(
                trial, task="compare", question="choice", item=f"item {trial.position_in_block}", n_options=2,
                flipped=turned[trial.participant], correct=True,
                response=("left", "right")[(trial.position_in_block + turned[trial.participant]) % 2],
            )
            for trial in trials
        ]  # fmt: skip

    found = results_of(read(tmp_path, Truth(n={"none": 2}, n_trials={"test": 4}), change))
    assert found["agreement/test/none/same"].estimate == 1.0


def test_the_account_names_the_map_that_the_arm_was_shown(planted: Evidence) -> None:
    account = account_of(planted)
    (sentence,) = (s for s in account.sentences if s.startswith("place, heatmap: the map heatmap"))
    assert "with an AUROC of 0.9" in sentence
    assert "beyond maps of other pictures: 0." in sentence
    (drawing,) = (each for each in account.drawings if each.name == "agreement-place-maps")
    assert "Map placebo: none " in drawing.alt
    assert "heatmap (shown)" in drawing.alt
    table = next(each for each in account.tables if each.caption == "What people marked, held against maps")
    assert [row[2] for row in table.rows] == [
        "none",
        "placebo",
        "heatmap (shown)",
        "none",
        "placebo (shown)",
        "heatmap",
    ]


def test_the_data_behind_it_is_there(planted: Evidence) -> None:
    data = account_of(planted).data
    assert list(data["agreement-place"]["image"][:4]) == sorted(PLACES)
    held = data["agreement-place-maps"]
    assert len(held) == 45 * 4 * 2
    assert set(held.columns) >= {"participant", "arm", "image", "map", "auroc", "auroc_other", "pointing"}
    assert set(ELSEWHERE) == set(held["image"])


@pytest.mark.parametrize("case", ["nobody was randomised", "no trial was answered"])
def test_nothing_is_asked_where_nobody_answered(case: str, tmp_path: Path) -> None:
    found = evidence_of(case, tmp_path)
    assert AGREEMENT.results(found) == []
    assert account_of(found) == Account()
