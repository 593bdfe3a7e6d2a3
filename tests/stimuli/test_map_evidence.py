import math

import numpy as np
import pytest

from stimuli.classifier import Classifier
from stimuli.classifier_source import DEMONSTRATION_FILE
from stimuli.gulls.picture import DEFAULT_DIFFICULTY
from stimuli.loading import classifier_of, load_classifier
from stimuli.map_evidence import (
    PartMass,
    agreement,
    area,
    beyond,
    densities,
    mass,
    median_density,
    part_masses,
    relative,
    reliance,
    used_and_idle,
)
from stimuli.mark_effects import MarkEffect, mark_effects
from tests.stimuli.networks import LightSeeker, description

FOUND = [
    PartMass("igos", "Herring", "bill", mass=0.3, area=0.01),
    PartMass("igos", "Herring", "bill", mass=0.1, area=0.03),
    PartMass("igos", "Ivory", "bill", mass=0.02, area=0.02),
    PartMass("igos", "Ivory", "bird", mass=0.5, area=0.25),
    PartMass("grad_cam", "Ivory", "bill", mass=0.06, area=0.02),
]


def effect(species: str, mark: str, change: float, donor: str | None = None) -> MarkEffect:
    return MarkEffect(species, mark, donor, change, standard_error=0.1, flipped=0.0, n=2)


EFFECTS = [
    effect("Herring", "bill", -0.1),
    effect("Herring", "bill", -3.0, donor="Ivory"),
    effect("Ivory", "bill", -0.2),
    effect("Ivory", "bill", +0.4, donor="Herring"),
    effect("Ivory", "legs", -0.5),
]


def two_gulls() -> Classifier:
    """Calls what is light an Ivory Gull."""
    facts = description(architecture="tests.stimuli.networks:LightSeeker", classes=("Ivory", "Herring"))
    return classifier_of(LightSeeker(), facts, "two-gulls")


def test_a_density_is_mass_over_area_of_all_birds_of_a_species_together() -> None:
    assert densities(FOUND, "igos") == pytest.approx({("Herring", "bill"): 10.0, ("Ivory", "bill"): 1.0})
    assert densities(FOUND, "grad_cam") == pytest.approx({("Ivory", "bill"): 3.0})


def test_mass_and_area_are_means_over_all_birds_that_show_the_part() -> None:
    assert mass(FOUND, "igos", "bill") == pytest.approx(0.14)
    assert area(FOUND, "bird") == pytest.approx(0.25)
    assert math.isnan(mass(FOUND, "igos", "legs"))


def test_reliance_is_how_far_the_logit_falls() -> None:
    assert reliance(EFFECTS, swapped=True) == {("Herring", "bill"): 3.0, ("Ivory", "bill"): -0.4}


def test_a_mark_is_used_by_any_of_its_changes_and_idle_by_all() -> None:
    used, idle = used_and_idle(EFFECTS)
    assert used == {("Herring", "bill")}
    assert idle == {("Ivory", "bill")}
    assert median_density(densities(FOUND, "igos"), used) == pytest.approx(10.0)
    assert math.isnan(median_density({}, used))


def test_the_agreement_is_spearmans() -> None:
    density = {("Herring", mark): value for mark, value in zip("abcde", (5.0, 1.0, 4.0, 4.0, 9.0), strict=True)}
    falls = {("Herring", mark): value for mark, value in zip("abcdf", (2.0, 0.1, 3.0, 1.0, 9.0), strict=True)}
    # scipy.stats.spearmanr([5, 1, 4, 4], [2, .1, 3, 1])
    rho, n = agreement(density, falls)
    assert rho == pytest.approx(0.632456, abs=1e-6)
    assert n == 4
    assert math.isnan(agreement({}, falls)[0])


def test_within_marks_where_a_part_lies_drops_out() -> None:
    density = {("Herring", "bill"): 30.0, ("Ivory", "bill"): 10.0, ("Herring", "legs"): 0.3, ("Ivory", "legs"): 0.1}
    assert relative(density) == pytest.approx(dict(zip(density, (1.5, 0.5, 1.5, 0.5), strict=True)))
    falls = dict(zip(density, (5.0, 1.0, 0.2, 0.4), strict=True))
    assert beyond(falls) == pytest.approx(dict(zip(density, (2.0, -2.0, -0.1, 0.1), strict=True)))


def test_a_mark_on_which_no_map_lies_is_compared_with_none() -> None:
    assert relative({("Herring", "legs"): 0.0, ("Ivory", "legs"): 0.0}) == {}


def test_the_centre_prior_lies_on_a_part_as_its_gaussian_does() -> None:
    found = part_masses(two_gulls(), 0.0, n_per_class=1, seed=1, progress=False)
    birds = [one for one in found if one.method == "centre_prior" and one.part == "bird"]
    assert [one.species for one in birds] == ["Ivory", "Herring"]
    assert all(1 < one.mass / one.area < 3 for one in birds)


def test_grad_cam_is_left_out_where_the_network_makes_no_map() -> None:
    found = part_masses(two_gulls(), 0.0, n_per_class=1, seed=1, progress=False)
    assert {one.method for one in found} == {"igos", "igos_pp", "centre_prior"}


@pytest.mark.slow
@pytest.mark.skipif(not DEMONSTRATION_FILE.is_file(), reason="the demonstration weights are not made yet")
def test_maps_of_the_demonstration_lie_on_the_marks_that_it_uses_more_than_on_others() -> None:
    classifier = load_classifier("gulls", device="cpu")
    effects = mark_effects(classifier, DEFAULT_DIFFICULTY, 4, 1, progress=False)
    compared = ("igos", "grad_cam", "centre_prior")
    found = part_masses(classifier, DEFAULT_DIFFICULTY, 2, 1, compared=compared, progress=False)
    used, idle = used_and_idle(effects)
    assert min(len(used), len(idle)) >= 8
    medians = {name: [median_density(densities(found, name), marks) for marks in (used, idle)] for name in compared}
    print({name: np.round(pair, 2).tolist() for name, pair in medians.items()})
    assert medians["igos"][0] > medians["igos"][1], medians
