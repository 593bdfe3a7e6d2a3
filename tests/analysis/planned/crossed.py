"""Evidence of crossed participants and images, with planted log odds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from analysis import evidence, tables
from analysis.evidence import Evidence
from analysis.plan import of_study
from tests.analysis.synthetic import STUDY, Truth, records, write_records


@dataclass(frozen=True)
class Crossed:
    """arms: log odds of a right answer of an average participant and image.  The rest: standard deviations."""

    arms: Mapping[str, float] = field(default_factory=lambda: {"none": 0.0, "placebo": 0.0, "heatmap": 0.8})
    n: int = 20
    n_images: int = 24
    participant: float = 0.8
    image: float = 0.8
    image_in_arm: float = 0.4
    seed: int = 3


def planted(folder: Path, truth: Crossed | None = None, **plan: object) -> Evidence:
    """Everybody answers every image of the test once.  plan: keys of study.toml that are others than STUDY's."""
    truth = truth or Crossed()
    people, trials, events = records(Truth(n=dict.fromkeys(truth.arms, truth.n), n_trials={"test": truth.n_images}))
    rng = np.random.default_rng(truth.seed)
    image = rng.normal(0, truth.image, truth.n_images)
    in_arm = {arm: rng.normal(0, truth.image_in_arm, truth.n_images) for arm in truth.arms}
    ability = {person.participant: rng.normal(0, truth.participant) for person in people}
    made = []
    for trial in trials:
        arm, place = str(trial.arm), trial.position_in_block
        eta = truth.arms[arm] + ability[trial.participant] + image[place] + in_arm[arm][place]
        right = bool(rng.random() < 1 / (1 + np.exp(-eta)))
        made.append(replace(trial, image=f"gull/{place:03d}", correct=right))
    found = evidence.of_mode(tables.read(write_records(folder / "export", people, made, events)), "live")
    changed = type(STUDY).model_validate(STUDY.model_dump(mode="json") | plan)
    return replace(found, plan=of_study(changed))
