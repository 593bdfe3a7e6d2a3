"""What a simulated participant brings to one trial: probabilities, from which a task makes an answer."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Mind:
    """All are probabilities, but for `shift`.

    skill: of knowing the answer instead of guessing.  reliance: of going along with the classifier's label, where it
    differs from one's own or nothing is known.  lapse: of answering at random, whatever one knows.  attention: of
    passing an attention check.  understanding: of answering a question about the instructions rightly.
    shift: how far up scales are answered, in standard deviations.
    """

    skill: float = 0.5
    reliance: float = 0.5
    lapse: float = 0.0
    attention: float = 1.0
    understanding: float = 1.0
    shift: float = 0.0

    def knows(self, rng: Random) -> bool:
        """Whether the answer is known and given: there is no lapse, and skill suffices."""
        return rng.random() >= self.lapse and rng.random() < self.skill

    def point(self, points: int, rng: Random) -> int:
        """A point of a scale, 1 … points: normal around the middle and one's own shift, rounded."""
        middle, spread = (points + 1) / 2, points / 4
        return min(points, max(1, round(rng.gauss(middle + self.shift * spread, spread))))
