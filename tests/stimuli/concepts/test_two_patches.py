"""A class that is made of two patches gets two concepts, and their maps lie on the right ones."""

from typing import cast

import numpy as np
import pytest
import torch

from stimuli.classifier import Classifier
from stimuli.concepts.module import ConceptModule, unpacked
from stimuli.explanation import Concepts, Heatmap
from stimuli.fit import Fit, Fitting
from stimuli.lesson import PlainDesk
from stimuli.method import Request, Rerun
from stimuli.methods import grad_cam, igos_pp
from stimuli.methods.xnn import METHOD, XnnParameters
from stimuli.store import Entry, Store
from stimuli.target import ClassLogit
from tests.stimuli.concepts.patches import GREEN, RED, Scene, inside, patch_seeker, pictures

OPTIONS = XnnParameters(concepts=2, views=3, rows=1000, epochs=30, batch=20, seed=1)
BOTH, RED_ALONE, GREEN_ALONE = Scene(14, 230, 12, 200), Scene(14, 230, 0, 0), Scene(0, 0, 14, 200)
FIT = cast(Fit[XnnParameters], METHOD.fit)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def learnt(store: Store) -> Entry:
    return FIT.run(Fitting("patches", patch_seeker(), pictures(), ("both",), PlainDesk(store)), OPTIONS)


@pytest.fixture(scope="module")
def module(learnt: Entry) -> ConceptModule:
    return unpacked(learnt.arrays, learnt.facts)["both"]


def cams(classifier: Classifier, asked: Request) -> list[Heatmap]:
    return grad_cam.explain(classifier, asked, grad_cam.GradCamParameters())


def masks(classifier: Classifier, asked: Request) -> list[Heatmap]:
    return igos_pp.explain(classifier, asked, igos_pp.IgosPpParameters(iterations=5))


def explained(learnt: Entry, run: Rerun, *scenes: Scene, parameters: XnnParameters = OPTIONS) -> list[Concepts]:
    classifier = patch_seeker()
    inputs = classifier.inputs([scene.pixels for scene in scenes])
    target = ClassLogit(classifier, torch.zeros(len(scenes), dtype=torch.long))
    asked = Request(inputs, target, reruns={"map": run}, classes=["both"] * len(scenes), fitted=learnt)
    return cast(list[Concepts], METHOD.explain(classifier, asked, parameters))


def test_the_network_says_the_score_within_the_class(learnt: Entry, module: ConceptModule) -> None:
    assert module.faithfulness.r2_within > 0.9
    assert module.faithfulness.n_within == 15
    assert not module.dead.any()
    assert FIT.refusals(learnt, OPTIONS, ["both"]) == []


@pytest.mark.parametrize("run", [cams, masks], ids=["grad_cam", "igos_pp"])
def test_one_concept_lies_on_the_red_patch_and_the_other_on_the_green(learnt: Entry, run: Rerun) -> None:
    both, red, green = explained(learnt, run, BOTH, RED_ALONE, GREEN_ALONE)
    assert (len(both.shown), len(red.shown), len(green.shown)) == (2, 1, 1)
    its_red, its_green = (list(both.shown).index(one.shown[0]) for one in (red, green))
    assert {its_red, its_green} == {0, 1}
    assert inside(RED, both.maps[its_red]) > 0.5
    assert inside(GREEN, both.maps[its_green]) > 0.5
    assert inside(RED, red.maps[0]) > 0.5
    assert inside(GREEN, green.maps[0]) > 0.5


def test_what_is_shown_adds_to_the_score_and_what_is_absent_adds_nothing(learnt: Entry) -> None:
    both, red, green = explained(learnt, cams, BOTH, RED_ALONE, GREEN_ALONE)
    assert all((one.contributions[one.shown] > 0.5).all() for one in (both, red, green))
    assert red.contributions[green.shown[0]] < 0.1
    assert green.contributions[red.shown[0]] < 0.1
    assert both.imitated == pytest.approx(both.logit, abs=0.6)


def test_the_page_of_a_class_shows_pictures_of_one_patch_for_every_concept(learnt: Entry) -> None:
    _, red, green = explained(learnt, cams, BOTH, RED_ALONE, GREEN_ALONE)
    found = dict(FIT.examples(learnt, OPTIONS, "both", 3))
    by_name = {one.name: one for one in pictures()}
    for concept, channel in ((red.shown[0], 0), (green.shown[0], 1)):
        shown = [by_name[name].open().pixels for name in found[concept]]
        assert len(shown) == 3
        assert all(one[..., channel].max() > 100 for one in shown)


def test_only_what_is_asked_for_is_shown(learnt: Entry) -> None:
    (one,) = explained(learnt, cams, BOTH, parameters=OPTIONS.model_copy(update={"shown": 1}))
    assert one.shown.tolist() == [int(np.argmax(one.contributions))]
    assert one.maps.shape == (1, 16, 16)


def test_a_picture_in_which_no_concept_adds_is_explained_alone_as_beside_others(learnt: Entry) -> None:
    bias = np.subtract(learnt.arrays["0.encoder2.bias"], np.float32(0.5))  # so that faint concepts are 0
    deaf, empty = Entry({**learnt.arrays, "0.encoder2.bias": bias}, learnt.facts), Scene(0, 0, 0, 0)
    (alone,) = explained(deaf, cams, empty)
    assert alone.shown.tolist() == []
    assert "no concept adds to the score of this class in this picture" in alone.warnings
    beside = explained(deaf, cams, BOTH, empty)[1]
    assert beside.maps.shape == alone.maps.shape == (0, 1, 1)


def test_nothing_is_left_of_a_training_that_is_done(learnt: Entry, store: Store) -> None:
    assert list((store.folder / "training").glob("*")) == []


def test_learning_again_gives_the_same_and_asks_the_classifier_nothing(learnt: Entry, store: Store) -> None:
    classifier = patch_seeker()
    again = FIT.run(Fitting("patches", classifier, pictures(), ("both",), PlainDesk(store)), OPTIONS)
    assert classifier.evaluations.forward == 0
    assert all(np.array_equal(again.arrays[name], learnt.arrays[name]) for name in learnt.arrays)


def test_a_request_without_what_was_learnt_is_a_mistake_of_the_program() -> None:
    classifier = patch_seeker()
    asked = Request(classifier.inputs([BOTH.pixels]), ClassLogit(classifier, torch.tensor([0])), classes=["both"])
    with pytest.raises(ValueError, match=r"Request\.fitted is missing"):
        METHOD.explain(classifier, asked, OPTIONS)
