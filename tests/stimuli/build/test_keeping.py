"""A set of which only so many images are kept as the classifier names rightly, and wrongly."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from stimuli.build.freshness import fresh_set
from stimuli.build.keeping import Quota
from stimuli.build.selection import ROUND
from stimuli.build.workshop import Work
from stimuli.classifier import Evaluations
from stimuli.colour_seeker import patch_picture
from stimuli.errors import StimuliError
from stimuli.manifest import StimulusSet
from stimuli.recipe import Keep
from tests.stimuli.build.building import built, change, constructed


def mistaken(study: Path, *files: str) -> None:
    """The photographs of these names show the other colour."""
    for file in files:
        colour, name = file.split("/")
        other = "blue" if colour == "red" else "red"
        Image.fromarray(patch_picture(other, 8 * int(name) % 48, 40)).save(study / "photographs" / f"{file}.png")


def keeping(study: Path, keep: str) -> None:
    change(study, "size_px = 64", f"size_px = 64\nkeep = {{ {keep} }}")


def images(stimuli: StimulusSet) -> list[str]:
    return [stimulus.image.removesuffix(".png") for stimulus in stimuli.stimuli]


def faults_of(study: Path) -> list[str]:
    with pytest.raises(StimuliError) as fault:
        built(study)
    return [line.removeprefix(f"{study / 'stimuli.toml'}: ") for line in str(fault.value).splitlines()]


def test_the_first_of_each_class_are_kept_in_their_order(study: Path) -> None:
    mistaken(study, "blue/0", "blue/3", "red/1", "red/2")
    keeping(study, "right = 1, wrong = 1")
    assert images(built(study).stimuli) == ["blue/0", "blue/1", "red/0", "red/1"]


def test_what_is_not_said_is_kept_as_a_whole(study: Path) -> None:
    mistaken(study, "blue/0", "blue/3", "red/1", "red/2")
    keeping(study, "wrong = 1")
    assert images(built(study).stimuli) == ["blue/0", "blue/1", "blue/2", "red/0", "red/1", "red/3"]


def test_nothing_is_explained_that_is_not_kept(study: Path) -> None:
    keeping(study, "right = 1, wrong = 0")
    made = built(study)
    assert (made.work.n_explanations, made.work.n_scored, made.work.n_drawings) == (4, 4, 5)  # 2 images, 1 legend
    assert made.work.n_predictions == 8


def test_images_are_looked_at_only_until_there_are_enough(study: Path) -> None:
    for colour in ("blue", "red"):
        for n in range(4, ROUND + 2):
            shutil.copy(study / "photographs" / colour / "0.png", study / "photographs" / colour / f"{n}.png")
    keeping(study, "right = 2, wrong = 0")
    made = built(study)
    assert made.n_opened == 2 * ROUND
    assert len(made.stimuli.stimuli) == 4


def test_a_second_build_computes_nothing(study: Path) -> None:
    mistaken(study, "blue/0", "red/1")
    keeping(study, "right = 1, wrong = 1")
    first = built(study)
    assert fresh_set(study / "stimuli.toml", study / "out") == first.stimuli
    again = constructed(study)
    assert (again.n_opened, again.work, again.evaluations) == (0, Work(), Evaluations())
    assert again.stimuli == first.stimuli


def test_to_keep_more_computes_only_what_is_new(study: Path) -> None:
    keeping(study, "right = 1, wrong = 0")
    first = built(study)
    change(study, "right = 1", "right = 2")
    assert fresh_set(study / "stimuli.toml", study / "out") is None
    second = built(study)
    assert second.work == Work(n_explanations=4, n_scored=4, n_drawings=4)
    assert second.stimuli.set_id != first.stimuli.set_id


def test_too_few_are_told_for_every_class_with_what_there_is(study: Path) -> None:
    mistaken(study, "blue/0")
    keeping(study, "right = 2, wrong = 1")
    assert faults_of(study) == [
        "images.keep: 2 right and 1 wrong of each class, but of 4 images of 'red' 4 are named rightly, 0 wrongly; "
        "keep fewer, or give more images"
    ]
    assert not (study / "out" / "manifest.json").exists()


def test_fewer_images_than_are_to_be_kept_are_told_before_anything_is_computed(study: Path) -> None:
    (study / "photographs" / "red" / "3.png").unlink()
    keeping(study, "right = 3, wrong = 1")
    assert faults_of(study) == [
        "images.keep: 3 right and 1 wrong of each class, class 'red' has 3 images; keep fewer, or give more"
    ]
    assert not (study / "out").exists()


def test_a_placebo_that_takes_other_images_is_refused_where_too_few_are_kept(study: Path) -> None:
    change(study, 'method = "random_map"', 'method = "other_image"')
    keeping(study, "right = 1, wrong = 0")
    (fault,) = faults_of(study)
    assert "there is one image only of blue, red" in fault
    assert not (study / "out").exists()


def quota(keep: Keep, predicted: Sequence[str]) -> tuple[list[bool], bool, bool, str]:
    one = Quota(keep, "Auk", ("Auk", "Coot"))
    return [one.takes(name) for name in predicted], one.is_filled, one.is_met, one.told()


def test_of_the_wrong_ones_only_those_taken_for_a_class_of_the_set_may_be_kept() -> None:
    keep = Keep(right=1, wrong=2, taken_for="classes")
    taken, filled, met, told = quota(keep, ["Egret", "Coot", "Auk", "Auk", "Egret"])
    assert taken == [False, True, True, False, False]
    assert (filled, met) == (False, False)
    assert told == "of 5 images of 'Auk' 2 are named rightly, 3 wrongly, of these 1 for another class of the set"


def test_a_class_of_which_nothing_would_be_kept_is_not_met() -> None:
    assert quota(Keep(wrong=0), ["Coot", "Coot"])[1:3] == (False, False)
    assert quota(Keep(wrong=0), ["Coot", "Auk"])[1:3] == (False, True)
