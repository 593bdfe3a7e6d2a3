"""What explanation networks learn from: which images are held out, what is kept, what is refused."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stimuli.colour_seeker import CLASSES, colour_seeker
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.material import Division, Material, gathered, lacking
from stimuli.lesson import PER_CLASS, PlainDesk, lesson
from stimuli.store import Store

QUARTER = Division(0.25, None, 0)
PICTURES = lesson()  # 32 of each class


def material(folder: Path, seed: int = 0, n_views: int = 3) -> tuple[Material, int]:
    """With how many images went through the classifier for it."""
    classifier = colour_seeker()
    desk = PlainDesk(Store(folder))
    found = gathered(Attachment.of(classifier), QUARTER, PICTURES[:10], n_views, seed, desk)
    return found, classifier.evaluations.forward


def test_a_share_of_every_class_is_held_out() -> None:
    out = QUARTER.held_out(PICTURES)
    assert Counter(p.label for p, held in zip(PICTURES, out, strict=True) if held) == {"blue": 8, "red": 8}


def test_the_same_images_are_held_out_for_the_same_seed_in_any_order_and_company() -> None:
    def held(pictures: tuple, seed: int = 0) -> set[str]:  # type: ignore[type-arg]
        out = Division(0.25, None, seed).held_out(pictures)
        return {p.name for p, held in zip(pictures, out, strict=True) if held}

    assert held(PICTURES) == held(PICTURES[::-1])
    assert held(PICTURES[:PER_CLASS]) == {name for name in held(PICTURES) if name.startswith("blue")}
    assert held(PICTURES) != held(PICTURES, seed=1)


def test_a_split_can_be_held_out_instead() -> None:
    pictures = [replace(p, split="test" if n % 3 == 0 else None) for n, p in enumerate(PICTURES)]
    out = Division(0.25, "test", 0).held_out(pictures)
    assert out == [n % 3 == 0 for n in range(len(PICTURES))]


def test_enough_images_lack_nothing() -> None:
    assert lacking(QUARTER, (*PICTURES[:24], *PICTURES[-24:]), CLASSES) == []


def test_too_few_images_are_refused_with_what_is_needed_and_why() -> None:
    pictures = (*PICTURES[:10], *PICTURES[-24:])
    (line,) = lacking(QUARTER, pictures, CLASSES)
    assert line == (
        "class 'blue' has 8 images to learn from and 2 held out; "
        "12 and 6 are needed (with held_out = 0.25, 24 in all): "
        "a network is learnt from the class's own images, and R² within the class, which decides whether it may be "
        "shown, is measured on images held out from learning; on fewer both are chance"
    )


def test_only_classes_that_are_explained_need_enough() -> None:
    assert lacking(QUARTER, (*PICTURES[:2], *PICTURES[-24:]), ["red"]) == []


@pytest.mark.parametrize("share", [0.1, 0.25, 0.3, 0.5, 0.55, 0.65])
def test_the_number_that_is_named_is_enough(share: float) -> None:
    division = Division(share, None, 0)
    (line,) = lacking(division, (*PICTURES[:6], *PICTURES[PER_CLASS:]), ["blue"])
    needed = int(line.split(", ")[1].split(" in all")[0]) if " in all" in line else 0
    many = [replace(PICTURES[0], name=f"blue/{n}") for n in range(needed)]
    assert lacking(division, (*many, *PICTURES[PER_CLASS:]), ["blue"]) == []


def test_too_few_in_a_split_are_said_to_be_of_the_split() -> None:
    (line,) = lacking(Division(0.25, "val", 0), PICTURES, ["red"])
    assert "32 images to learn from and 0 held out" in line
    assert "(held out are those of split 'val')" in line


def test_images_of_one_class_alone_are_refused() -> None:
    assert lacking(QUARTER, PICTURES[:PER_CLASS], ["blue"]) == [
        "images of at least two classes are needed: a network learns what its class is against others"
    ]


def test_images_held_out_have_no_views(tmp_path: Path) -> None:
    found, _ = material(tmp_path)
    assert [len(rows) for rows in found.features] == [1 if held else 4 for held in found.held_out]
    assert sum(found.held_out) == 2
    features, logits, labels = found.learning()
    assert features.shape == logits.shape == (32, 2)
    assert labels == ["blue"] * 32


def test_the_first_row_is_the_picture_itself(tmp_path: Path) -> None:
    found, _ = material(tmp_path)
    classifier = colour_seeker()
    alone = classifier.logits([PICTURES[n].open().pixels for n in range(10)])
    assert np.allclose(found.plain(range(10))[1], alone, atol=1e-5)
    assert np.allclose(found.logits[0][0], 20 * found.features[0][0], atol=1e-5)


def test_views_are_other_looks_and_the_same_for_the_same_seed(tmp_path: Path) -> None:
    first, again, other = (material(tmp_path / name, seed)[0] for name, seed in (("a", 0), ("b", 0), ("c", 1)))
    learnt = first.held_out.index(False)
    views = first.features[learnt]
    assert len(np.unique(views.round(6), axis=0)) == 4
    assert np.array_equal(views, again.features[learnt])
    assert not np.array_equal(views[1:], other.features[learnt][1:])


def test_features_come_from_the_store_the_second_time(tmp_path: Path) -> None:
    first, n_first = material(tmp_path)
    second, n_second = material(tmp_path)
    assert (n_first, n_second) == (34, 0)
    assert all(np.array_equal(one, two) for one, two in zip(first.features, second.features, strict=True))


def test_another_number_of_views_or_another_layer_is_another_entry(tmp_path: Path) -> None:
    material(tmp_path)
    assert material(tmp_path, n_views=2)[1] == 8 * 3  # those held out are there
    classifier = colour_seeker()
    gathered(Attachment.of(classifier, "features"), QUARTER, PICTURES[:10], 3, 0, PlainDesk(Store(tmp_path)))
    assert classifier.evaluations.forward == 34
