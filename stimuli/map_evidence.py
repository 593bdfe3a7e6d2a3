"""Where the maps of a classifier of gulls lie, beside what it uses: mass on each part, effect of its mark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.gull_accuracy import fresh_birds
from stimuli.gulls.marks import MARKS, species_named
from stimuli.gulls.picture import GullPicture
from stimuli.images import as_input
from stimuli.map_measures import places, scaled_ranks
from stimuli.mark_effects import MarkEffect
from stimuli.method import Method, Request, only_heatmap
from stimuli.target import class_score

COMPARED = ("igos", "igos_pp", "grad_cam", "centre_prior")
BIRD = "bird"  # all parts together
USED = -1.0  # change of the logit: a mark whose change takes this much or more is used
IDLE = -0.25  # one whose every change takes less than this is not

Mark = tuple[str, str]  # species, mark


@dataclass(frozen=True)
class PartMass:
    """What lies on one part of one bird: its share of the map's mass, and of the picture's area."""

    method: str
    species: str
    part: str
    mass: float
    area: float


def part_masses(
    classifier: Classifier,
    difficulty: float,
    n_per_class: int,
    seed: int,
    *,
    compared: Sequence[str] = COMPARED,
    progress: bool = True,
) -> list[PartMass]:
    """Of every species, the same birds as `mark_effects` begins with, explained by each method's defaults.

    Each method explains the bird's own species by the score it explains by itself.  Marks that are hidden by pose or
    an object, and flat maps, are left out; so is Grad-CAM where the network makes no map that it could read.
    """
    found = list[PartMass]()
    able = [method for method in compared if method != "grad_cam" or classifier.map_layer is not None]
    for name in tqdm(classifier.classes, desc="birds explained", disable=None if progress else True):
        birds = list(fresh_birds(species_named(name), n_per_class, seed, difficulty))
        for method in able:
            for bird, heatmap in zip(birds, _maps(classifier, method, name, birds), strict=True):
                found += _of(method, heatmap, bird, classifier)
    return found


def _maps(classifier: Classifier, name: str, class_name: str, birds: Sequence[GullPicture]) -> list[Heatmap]:
    method: Method[Any] = methods.load(name)
    inputs = classifier.inputs([as_input(bird.image, classifier.preprocessing) for bird in birds])
    classes = torch.full((len(birds),), classifier.index(class_name), device=classifier.device)
    asked = Request(inputs, class_score(method.score, classifier, classes))
    return [only_heatmap(one) for one in method.explain(classifier, asked, method.parameters())]


def _of(method: str, heatmap: Heatmap, bird: GullPicture, classifier: Classifier) -> Iterator[PartMass]:
    facts, lies = bird.attributes, places(heatmap, bird.masks, classifier.preprocessing, seed=0)
    if heatmap.is_flat:
        return
    yield PartMass(method, facts.species, BIRD, lies["mass"], lies["area"])
    for mark in MARKS:
        if mark not in facts.hidden_marks and f"mass.{mark}" in lies:
            yield PartMass(method, facts.species, mark, lies[f"mass.{mark}"], lies[f"area.{mark}"])


def mass(found: Sequence[PartMass], method: str, part: str) -> float:
    """The mean share of a method's maps that lies on a part; no number where no bird shows it."""
    shares = [one.mass for one in found if (one.method, one.part) == (method, part)]
    return float(np.mean(shares)) if shares else float("nan")


def area(found: Sequence[PartMass], part: str) -> float:
    """The mean share of the picture that a part takes up."""
    shares = [one.area for one in found if one.part == part]
    return float(np.mean(shares)) if shares else float("nan")


def densities(found: Sequence[PartMass], method: str) -> dict[Mark, float]:
    """Of every species and mark: the maps' mass on the part divided by its area; 1 is chance."""
    shares = dict[Mark, tuple[float, float]]()
    for one in found:
        if one.method == method and one.part != BIRD:
            lies, covers = shares.get((one.species, one.part), (0.0, 0.0))
            shares[one.species, one.part] = lies + one.mass, covers + one.area
    return {mark: lies / covers for mark, (lies, covers) in shares.items()}


def reliance(effects: Sequence[MarkEffect], *, swapped: bool) -> dict[Mark, float]:
    """How far the own species' logit falls when a mark is swapped, or taken away."""
    return {(one.species, one.mark): -one.change for one in effects if (one.donor is not None) == swapped}


def agreement(density: Mapping[Mark, float], falls: Mapping[Mark, float]) -> tuple[float, int]:
    """The rank correlation (Spearman) of density and fall over the marks that have both, and how many these are."""
    both = sorted(density.keys() & falls.keys())
    if len(both) < 2:
        return float("nan"), len(both)
    ranks = [scaled_ranks(np.array([values[mark] for mark in both])) for values in (density, falls)]
    return float((ranks[0] * ranks[1]).sum()), len(both)


def relative(density: Mapping[Mark, float]) -> dict[Mark, float]:
    """Densities as multiples of the mean density of that mark over the species: where a part lies drops out."""
    means = _means(density)
    return {mark: value / means[mark[1]] for mark, value in density.items() if means[mark[1]] > 0}


def beyond(falls: Mapping[Mark, float]) -> dict[Mark, float]:
    """Falls of the logit, less the mean fall of that mark over the species."""
    means = _means(falls)
    return {mark: value - means[mark[1]] for mark, value in falls.items()}


def _means(values: Mapping[Mark, float]) -> dict[str, float]:
    marks = {mark for _, mark in values}
    return {mark: float(np.mean([value for key, value in values.items() if key[1] == mark])) for mark in marks}


def used_and_idle(effects: Sequence[MarkEffect]) -> tuple[set[Mark], set[Mark]]:
    """The marks that a classifier uses, by at least one of their changes, and those that it does not, by any."""
    lowest = dict[Mark, float]()
    for one in effects:
        mark = (one.species, one.mark)
        lowest[mark] = min(lowest.get(mark, one.change), one.change)
    used = {mark for mark, change in lowest.items() if change <= USED}
    return used, {mark for mark, change in lowest.items() if change > IDLE}


def median_density(density: Mapping[Mark, float], marks: set[Mark]) -> float:
    """The median density of some marks; no number where none of them was seen."""
    values = [density[mark] for mark in marks & density.keys()]
    return float(np.median(values)) if values else float("nan")
