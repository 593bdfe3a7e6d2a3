"""The psychology of simulated participants: what is planted in all of them, and what each of them is like.

Skill is the probability of knowing an answer instead of guessing it.  On the logit scale a person's skill on an item is
the arm's, plus what was learnt, plus the person's own deviation, plus the item's; both deviations are normal.
Response times are ex-Gaussian, times the person's own pace, which is log-normal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, hypot, log
from random import Random
from statistics import NormalDist
from typing import Annotated, ClassVar, NamedTuple

from pydantic import ConfigDict, Field

from study_app.definition import Study
from study_app.study.draw import Draw
from study_app.study.mind import Mind
from study_app.study.task import ANSWER, FEEDBACK
from study_app.study.trial import PlannedTrial

SKILL, LIFT = 0.40, 0.20
RELIANCE = 0.5
FASTEST_MS = 150.0
WAIT_SHARE = 0.35  # of a response time, after a page that had to be looked at for a while
LEARN = "learn"  # the task kind that only shows
GRAIN = 1 << 53  # of the uniform numbers that deviations are made of
N_POINTS = 2000  # of the integral over deviations

Probability = Annotated[float, Field(ge=0, le=1)]
Spread = Annotated[float, Field(ge=0)]
_normal = NormalDist()


@dataclass(frozen=True)
class ExGaussian:
    """Response times in ms: a normal variable (mu, sigma) plus an exponential one of mean tau; none below 150 ms."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    mu: Spread = 1840.0
    sigma: Spread = 220.0
    tau: Spread = 920.0

    def draw(self, rng: Random) -> float:
        """One response time."""
        tail = rng.expovariate(1 / self.tau) if self.tau else 0.0
        return max(FASTEST_MS, rng.gauss(self.mu, self.sigma) + tail)


@dataclass(frozen=True)
class Behaviour:
    """What is planted in everybody; the truth that an analysis should find.

    Per arm: skills (probability of knowing an answer), learning (what every trial with feedback and every example adds
    to the logit of the skill), reliance (probability of going along with the classifier's label), shift (of answers on
    scales, in their standard deviations).  Arms that are not named: 0.4, 0, 0.5, 0.
    Per page: dropout (probability of leaving), returns (of coming back after that).
    lapse, attention, understanding: as in Mind.  practice: times fall as 1 / (1 + pictures asked about) ** practice.
    sd_…: of deviations; of persons and items on the logit scale, of the logarithm of paces, of scales.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    skills: Mapping[str, Probability] = field(default_factory=dict)
    seed: int = 1
    dropout: Probability = 0.0
    returns: Probability = 0.0
    learning: Mapping[str, float] = field(default_factory=dict)
    reliance: Mapping[str, Probability] = field(default_factory=dict)
    shift: Mapping[str, float] = field(default_factory=dict)
    lapse: Probability = 0.0
    attention: Probability = 1.0
    understanding: Probability = 1.0
    response_time: ExGaussian = ExGaussian()
    practice: Spread = 0.0
    sd_participant: Spread = 0.7
    sd_item: Spread = 0.6
    sd_reliance: Spread = 0.0
    sd_log_pace: Spread = 0.25
    sd_shift: Spread = 0.0

    def accuracy(self, arm: str, n_options: int, n_learnt: int = 0) -> float:
        """The share of right answers that is expected among so many options, over all persons and items."""
        skill, sd = self.skills.get(arm, SKILL), hypot(self.sd_participant, self.sd_item)
        learnt = n_learnt * self.learning.get(arm, 0.0)
        places = ((place + 0.5) / N_POINTS for place in range(N_POINTS))
        known = sum(_moved(skill, learnt + sd * _normal.inv_cdf(p)) for p in places) / N_POINTS * (1 - self.lapse)
        return known + (1 - known) / n_options


class Timing(NamedTuple):
    """What a browser would measure, in whole ms."""

    rt_ms: int
    first_action_ms: int


class Person:
    """One simulated participant.  Deviations come from the behaviour's seed and the number, all else from `rng`.

    n_learnt: trials with feedback and examples so far; n_answered: questions about pictures so far.
    """

    def __init__(self, behaviour: Behaviour, number: int, rng: Random) -> None:
        self.behaviour = behaviour
        self.rng = rng
        ability, pace, trust, shift = _deviations(behaviour.seed, "person", number, n=4)
        self.ability = behaviour.sd_participant * ability
        self.pace = exp(behaviour.sd_log_pace * pace)
        self.trust = behaviour.sd_reliance * trust
        self.shift = behaviour.sd_shift * shift
        self.n_learnt = 0
        self.n_answered = 0

    def mind(self, arm: str | None, item: str | None, n_learnt: int = 0) -> Mind:
        """What it brings to a trial on that item, after so many trials to learn from."""
        planted, name = self.behaviour, arm or ""
        effect = self.ability + n_learnt * planted.learning.get(name, 0.0)
        if item is not None:
            effect += planted.sd_item * item_deviation(planted.seed, item)
        return Mind(
            skill=_moved(planted.skills.get(name, SKILL), effect),
            reliance=_moved(planted.reliance.get(name, RELIANCE), self.trust),
            lapse=planted.lapse,
            attention=planted.attention,
            understanding=planted.understanding,
            shift=planted.shift.get(name, 0.0) + self.shift,
        )

    def timing(self, trial: PlannedTrial, stage: str, minimum_seconds: float) -> Timing:
        """How long it took for that page, which could not be left before; from now on it is experience."""
        own = self.behaviour.response_time.draw(self.rng) * self.pace
        if self.behaviour.practice:
            own *= (1 + self.n_answered) ** -self.behaviour.practice
        whole = 1000 * minimum_seconds + (own * WAIT_SHARE if minimum_seconds else own)
        if trial.limit_seconds is not None:
            whole = min(whole, 1000 * trial.limit_seconds)
        self.n_learnt += stage == FEEDBACK or trial.task == LEARN
        self.n_answered += stage == ANSWER and (trial.image is not None or trial.item is not None)
        return Timing(round(whole), round(whole * (0.85 + 0.15 * self.rng.random())))

    def leaves(self) -> bool:
        """Whether it closes the window now."""
        return self.rng.random() < self.behaviour.dropout

    def returns(self) -> bool:
        """Whether it comes back after it left."""
        return self.rng.random() < self.behaviour.returns


@lru_cache(maxsize=100_000)
def item_deviation(seed: int, item: str) -> float:
    """The item's deviation in units of its standard deviation: the same for everybody."""
    return _deviations(seed, "item", item, n=1)[0]


def planned_skills(study: Study) -> dict[str, float]:
    """A plausible effect, taken from the plan: an arm knows the more, the more others it should do better than."""
    beaten = {arm: len(_beaten(study, arm)) for arm in study.arms}
    return {arm: SKILL + LIFT * n / max(1, *beaten.values()) for arm, n in beaten.items()}


def _beaten(study: Study, arm: str) -> set[str]:
    """The arms that hypotheses expect to do worse than that one, directly or by way of others."""
    found: set[str] = set()
    worse = {arm}
    while worse:
        worse = {loser for winner, loser in _expected(study) if winner in worse} - found
        found |= worse
    return found - {arm}


def _expected(study: Study) -> list[tuple[str, str]]:
    """Which arm hypotheses expect to be right more often than which other.

    Combinations of more than two cells, other outcomes and claims of equivalence say neither.
    """
    pairs = [each for each in study.hypothesis if each.is_pair and each.expects_more_right]
    return [
        (each.arms[1], each.arms[0]) if each.direction == "less" else (each.arms[0], each.arms[1]) for each in pairs
    ]


def _moved(probability: float, effect: float) -> float:
    """The probability with that added to its logit; 0 and 1 stay."""
    if not effect or not 0 < probability < 1:
        return probability
    logit = log(probability / (1 - probability)) + effect
    return 1 / (1 + exp(-logit)) if logit > -700 else 0.0


def _deviations(*key: str | int, n: int) -> tuple[float, ...]:
    """So many standard normal numbers, the same whenever the key is."""
    draw = Draw(*key)
    return tuple(_normal.inv_cdf((draw.below(GRAIN) + 0.5) / GRAIN) for _ in range(n))
