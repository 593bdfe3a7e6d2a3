"""Maps of a network that can only use the bill lie on the bill.

The bill's density is the share of a map's mass that lies on the visible bill, divided by the share of the picture that
the bill takes up: 1 is chance.  `pytest -s` prints it beside that of Grad-CAM and of a centred Gaussian; the figures
in docs/gulls.md come from there.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.gulls.intervention import intervene
from stimuli.gulls.picture import GullPicture
from stimuli.map_measures import places
from stimuli.method import Method, Request, only_heatmap
from stimuli.target import class_score
from tests.stimuli.gulls.bill_classifier import SIDE_PX, SPECIES, Bills, accuracy, trained

pytestmark = pytest.mark.slow

HELD = ("igos", "igos_pp")
BESIDE = ("grad_cam", "centre_prior")
LEAST = 5.0
# Of two bills one may be told by the other's absence, which has no place; of three, two must be told by what is there.
THREE = Bills({"yellow": "Herring", "red": "Heermann's", "grey": None}, difficulty=0.0, epochs=30)
TWO = Bills({"yellow": "Herring", "red": "Heermann's"}, difficulty=0.35, epochs=20)


@pytest.fixture(scope="module")
def three_bills() -> Classifier:
    return trained(THREE, 128)


@pytest.fixture(scope="module")
def two_bills() -> Classifier:
    return trained(TWO, 192)


def densities(
    name: str, classifier: Classifier, pictures: Sequence[GullPicture], class_name: str
) -> NDArray[np.float64]:
    """The bill's density in the map of each picture, by a method's defaults; 0 where the map is flat."""
    method: Method[Any] = methods.load(name)
    classes = torch.full((len(pictures),), classifier.index(class_name))
    asked = Request(classifier.inputs([one.image for one in pictures]), class_score(method.score, classifier, classes))
    maps = map(only_heatmap, method.explain(classifier, asked, method.parameters()))
    found = [
        places(heatmap, {"bill": one.masks["bill"]}, classifier.preprocessing, 0)
        for heatmap, one in zip(maps, pictures, strict=True)
    ]
    return np.array([one.get("mass.bill", 0.0) / one["area.bill"] for one in found])


def lowest(classifier: Classifier, bills: Bills, n_birds: int, told: Sequence[str]) -> dict[str, float]:
    """Of each method, the lowest density over the told classes' pictures; prints what it saw of every method."""
    birds = dict(zip(bills.worn, bills.pictures("maps", n_birds), strict=True))
    found = dict[str, float]()
    for name in (*HELD, *BESIDE):
        by_class = {one: densities(name, classifier, pictures, one) for one, pictures in birds.items()}
        for one, values in by_class.items():
            mean, median, low = values.mean(), np.median(values), values.min()
            print(f"{name} | {one} | {len(values)} | {mean:.1f} | {median:.1f} | {low:.1f}")
        found[name] = float(min(by_class[one].min() for one in told))
    return found


@pytest.mark.parametrize(("bills", "source"), [(THREE, None), (THREE, "Heermann's"), (TWO, "Heermann's")])
def test_the_classes_differ_within_the_bills_reach_alone(bills: Bills, source: str | None) -> None:
    for seed in range(8):
        change = intervene(SPECIES, seed, "bill", source, difficulty=bills.difficulty, size_px=SIDE_PX)
        assert change.changed.any()
        assert not (change.changed & ~(change.before.reach["bill"] | change.after.reach["bill"])).any()


def test_the_network_names_fresh_bills(three_bills: Classifier) -> None:
    assert accuracy(three_bills, THREE.pictures("fresh", 40)) >= 0.99


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("told", ["yellow", "red"])
def test_the_maps_of_a_few_birds_lie_on_the_bill(three_bills: Classifier, name: str, told: str) -> None:
    pictures = dict(zip(THREE.worn, THREE.pictures("few", 3), strict=True))[told]
    assert densities(name, three_bills, pictures, told).min() >= LEAST


def test_every_map_of_a_bill_that_is_told_by_what_is_there_lies_on_it() -> None:
    classifier = trained(THREE, 192)
    assert accuracy(classifier, THREE.pictures("fresh", 100)) >= 0.99
    found = lowest(classifier, THREE, 50, ("yellow", "red"))
    assert min(found[name] for name in HELD) >= LEAST, found


def test_every_map_of_the_one_bill_that_has_to_be_found_of_two_lies_on_it(two_bills: Classifier) -> None:
    assert accuracy(two_bills, TWO.pictures("fresh", 100)) >= 0.99
    found = lowest(two_bills, TWO, 100, ("red",))
    assert min(found[name] for name in HELD) >= LEAST, found


def test_of_two_bills_the_other_is_told_by_an_absence(two_bills: Classifier) -> None:
    grey = Bills({"grey": None}, TWO.difficulty, TWO.epochs).pictures("maps", 100)[0]
    assert accuracy(two_bills, [grey]) >= 0.99  # the first class is the yellow bill
