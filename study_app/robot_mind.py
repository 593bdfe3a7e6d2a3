"""How simulated participants behave: how much they know, how long they take, whether they leave.

Skill is the probability of knowing an answer instead of guessing it.  On the logit scale a participant's skill on an
item is the arm's, plus the participant's own deviation, plus the item's, both normal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from random import Random

from study_app.definition import Study
from study_app.study.mind import Mind

SKILL = 0.40
LIFT = 0.20
SD_PARTICIPANT = 0.7
SD_ITEM = 0.6
SD_LOG_SPEED = 0.25
FASTEST_MS = 150.0
MEDIAN_OVER_WAIT_MS = 900.0


@dataclass(frozen=True)
class Behaviour:
    """What is planted.  skills: per arm; dropout: probability of leaving, at every page anew."""

    skills: Mapping[str, float]
    seed: int = 1
    dropout: float = 0.0
    median_rt_ms: float = 2500.0
    sd_participant: float = SD_PARTICIPANT
    sd_item: float = SD_ITEM

    def item_effect(self, image: str | None) -> float:
        """The item's deviation on the logit scale: the same for everybody."""
        return 0.0 if image is None else chance(self.seed, "item", image).gauss(0, self.sd_item)


def chance(*key: object) -> Random:
    """A stream of chance that is the same whenever the key is."""
    return Random(" ".join(map(str, key)))  # noqa: S311 - simulation, no secret


def planned_skills(study: Study) -> dict[str, float]:
    """A plausible effect, taken from the plan: an arm knows the more, the more others it should do better than."""
    beaten = {arm: len(_beaten(study, arm)) for arm in study.arms}
    return {arm: SKILL + LIFT * n / max(1, *beaten.values()) for arm, n in beaten.items()}


def _beaten(study: Study, arm: str) -> set[str]:
    """The arms that hypotheses expect to do worse than that one, directly or by way of others."""
    found: set[str] = set()
    worse = {arm}
    while worse:
        worse = {hypothesis.arms[1] for hypothesis in study.hypothesis if hypothesis.arms[0] in worse} - found
        found |= worse
    return found - {arm}


class Person:
    """One simulated participant; everything it does comes from `rng`."""

    def __init__(self, behaviour: Behaviour, rng: Random) -> None:
        self._behaviour = behaviour
        self.rng = rng
        self._ability = rng.gauss(0, behaviour.sd_participant)
        self._pace = exp(rng.gauss(0, SD_LOG_SPEED))

    def skill(self, arm: str | None, image: str | None) -> float:
        """The probability of knowing the answer about that image."""
        arms = self._behaviour.skills
        skill = SKILL if arm is None else arms[arm]
        if not 0 < skill < 1:
            return skill
        logit = log(skill / (1 - skill)) + self._ability + self._behaviour.item_effect(image)
        return 1 / (1 + exp(-logit))

    def mind(self, arm: str | None, item: str | None) -> Mind:
        """What it brings to a trial on that item."""
        return Mind(skill=self.skill(arm, item))

    def leaves(self) -> bool:
        """Whether it closes the window now."""
        return self.rng.random() < self._behaviour.dropout

    def measurements(self, minimum_seconds: float) -> dict[str, str]:
        """What its browser would measure; nobody really waits."""
        wait_ms = 1000 * minimum_seconds
        median_ms = MEDIAN_OVER_WAIT_MS if wait_ms else self._behaviour.median_rt_ms
        rt_ms = round(wait_ms + ex_gaussian(median_ms * self._pace, self.rng))
        return {
            "rt_ms": str(rt_ms),
            "first_action_ms": str(round(rt_ms * self.rng.uniform(0.85, 1.0))),
            "frame_ms": "16.7",
            "hidden_ms": "0",
            "blur_count": "0",
            "viewport": "1280x800",
            "device_pixel_ratio": "1",
            "clock": "frame",
        }


def ex_gaussian(median_ms: float, rng: Random) -> float:
    """A response time: normal plus exponential (the exponential's mean is half of the normal's), that median."""
    mu = median_ms / 1.36  # the median of N(1, 0.12) + Exp(0.5) is 1.36, found by simulation
    return max(FASTEST_MS, rng.gauss(mu, 0.12 * mu) + rng.expovariate(1 / (0.5 * mu)))
