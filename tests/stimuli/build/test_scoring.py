"""Scores in a build: in the manifest, in the store, and never made twice."""

import math
import signal
import subprocess
import sys
import time
from pathlib import Path

from stimuli.build.study import Build, build, construct
from stimuli.build.workshop import Work
from stimuli.classifier import Evaluations
from stimuli.manifest import Explanation
from stimuli.store import Store
from tests.stimuli.build.building import built, change

NETWORK = {
    "p_clean",
    "p_baseline",
    "deletion",
    "insertion",
    "deletion_normalised",
    "insertion_normalised",
    "average_drop",
    "sparseness",
}


def of(made: Build, name: str) -> list[Explanation]:
    return [stimulus.explanation(name) for stimulus in made.stimuli.stimuli]


def test_every_map_of_every_image_has_its_scores(study: Path) -> None:
    made = built(study)
    for name, other in (("heatmap", "placebo"), ("placebo", "heatmap")):
        for one in of(made, name):
            assert set(one.scores) == {*NETWORK, f"similarity.{other}"}
            assert all(math.isfinite(value) for value in one.scores.values())
            assert one.baseline is not None
    assert made.work.n_scored == 16


def test_similarity_is_the_same_from_both_sides(study: Path) -> None:
    made = built(study)
    there = [one.scores["similarity.placebo"] for one in of(made, "heatmap")]
    assert there == [one.scores["similarity.heatmap"] for one in of(made, "placebo")]


def test_what_an_explanation_cost_stands_beside_it(study: Path) -> None:
    made = built(study)
    assert {(one.images_forward, one.images_backward) for one in of(made, "heatmap")} == {(1, 1)}
    assert {(one.images_forward, one.images_backward) for one in of(made, "placebo")} == {(0, 0)}


def test_the_maps_of_a_picture_share_its_ends(study: Path) -> None:
    change(study, "[images]", '[scores]\nbaseline = "grey"\nsteps = 10\n[images]')
    made = built(study)
    # Of each of 8 pictures: seen once, explained once, its two ends once, and its two maps.
    assert made.evaluations.forward == 8 * (1 + 1 + 2 + 2 * (2 * (10 - 1) + 1))


def test_other_settings_score_again_and_compute_nothing_else(study: Path) -> None:
    built(study)
    change(study, "[images]", "[scores]\nsteps = 10\n[images]")
    assert built(study).work == Work(n_scored=16)


def test_another_quality_of_pictures_scores_nothing_again(study: Path) -> None:
    built(study)
    change(study, "[images]", "[picture]\nquality = 80\n[images]")
    made = built(study)
    assert (made.work.n_scored, made.evaluations) == (0, Evaluations())


def test_a_baseline_that_leaves_the_class_is_told_beside_the_explanations_own_warnings(study: Path) -> None:
    change(study, "[images]", '[scores]\nbaseline = "blur"\n[images]')
    one = of(built(study), "heatmap")[0]
    assert one.baseline == "blur"
    assert one.warnings == ()
    (warning,) = one.score_warnings
    assert "does not hide the class: blur leaves" in warning


def test_rendered_gulls_are_scored_against_their_parts(study: Path) -> None:
    change(
        study,
        'source = "photographs"\nsize_px = 64',
        'source = "gulls"\nper_class = 2\nsize_px = 96\nspecies = ["Ivory", "Herring"]',
    )
    path = study / "checkpoint" / "classifier.toml"
    path.write_text(path.read_text().replace('["blue", "red"]', '["Ivory", "Herring"]'))
    placebo = 'method = "random_map"\nparameters = { of = "heatmap", seed = 7 }'
    change(study, placebo, 'method = "centre_prior"')  # this classifier finds nothing in a gull
    for one in of(built(study), "placebo"):
        kinds = ("pointing_game", "mass", "area")
        assert {*kinds, *(f"{kind}.mantle" for kind in kinds)} <= set(one.scores)
        assert 0 < one.scores["area.mantle"] < one.scores["area"] < 1


BUILD = """
import time
from pathlib import Path
from stimuli.build import scoring
from stimuli.build.study import build
from stimuli.store import Store
whole = scoring.image_scores
def slowly(*given):
    time.sleep(0.2)
    return whole(*given)
scoring.image_scores = slowly
build(Path("stimuli.toml"), Path("out"), Store(Path("store")), "cpu", progress=False)
"""


def test_a_build_that_is_killed_while_scoring_goes_on_where_it_stopped(study: Path, tmp_path: Path) -> None:
    house = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", BUILD], cwd=study, env={"PYTHONPATH": str(house)})
    deadline = time.monotonic() + 120
    while entries(study) < 8 + 8 + 16 + 2 and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = entries(study) - (8 + 8 + 16)
    assert not (study / "out" / "manifest.json").exists()
    rest = built(study)
    assert 0 < done < 16
    assert rest.work.n_scored == 16 - done
    assert rest.work.n_explanations == 0
    unbroken = build(study / "stimuli.toml", tmp_path / "other", Store(tmp_path / "other-store"), "cpu", progress=False)
    assert unbroken.stimuli == rest.stimuli


def entries(study: Path) -> int:
    return sum(1 for _ in (study / "store").glob("*/*.npz"))


def test_a_build_without_a_manifest_finds_all_scores_in_the_store(study: Path) -> None:
    first = built(study)
    again = construct(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False)
    assert again.work == Work()
    assert again.stimuli == first.stimuli


def test_two_explanations_of_the_same_numbers_are_scored_once(study: Path) -> None:
    text = (study / "stimuli.toml").read_text()
    (study / "stimuli.toml").write_text(text + '\n[[explanation]]\nname = "again"\nmethod = "grad_cam"\n')
    made = built(study)
    assert made.work.n_scored == 16
    assert [one.scores["similarity.again"] for one in of(made, "heatmap")] == [1.0] * 8
