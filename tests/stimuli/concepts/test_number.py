"""How many concepts a class gets where its researcher leaves that to a criterion."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from stimuli.colour_seeker import CLASSES, colour_seeker
from stimuli.concepts.course import Trained
from stimuli.concepts.learning import Plan, learnt
from stimuli.concepts.material import Division, Material
from stimuli.concepts.module import ConceptModule
from stimuli.concepts.number import CANDIDATES, fewest
from stimuli.concepts.rows import Rows
from stimuli.fit import Fitting
from stimuli.lesson import PlainDesk, lesson
from stimuli.store import Store

MOST = max(CANDIDATES)
PICTURES = lesson()
FACTORS = np.random.default_rng(0).uniform(0, 1, (len(PICTURES), 1, MOST)).astype(np.float32)
N_FACTORS = {"blue": 3, "red": 5}  # of which the score of a class is the sum


def material() -> Material:
    """Pictures whose features are eight factors."""
    logits = [np.zeros((1, 2), dtype=np.float32)] * len(PICTURES)
    return Material(PICTURES, [False] * len(PICTURES), list(FACTORS), logits)


def rows() -> Rows:
    features = torch.from_numpy(FACTORS[:, 0])
    scores = torch.stack([features[:, : N_FACTORS[name]].sum(1) for name in CLASSES])
    return Rows.of(CLASSES, features, scores, [picture.label for picture in PICTURES])


def exact(some: Rows, numbers: Sequence[int]) -> list[Trained]:
    """Networks that say as many factors of the score as they have concepts; what they do not have says nonsense."""
    found = []
    for c, n in enumerate(numbers):
        wanted = N_FACTORS[some.names[c]]
        head = np.array([1.0] * wanted + [0.0] * (MOST - wanted), dtype=np.float32)
        head[n:] = 100
        state = {
            "live": (np.arange(MOST) < n).astype(np.float32)[None],
            "encoder.0.weight": np.eye(MOST, dtype=np.float32) * np.float32(some.scale / float(some.unit[c])),
            "encoder.0.bias": np.zeros((1, MOST), dtype=np.float32),
            "head.weight": head[:, None],
            "head.bias": np.array([[-float(some.centre[c] / some.unit[c])]], dtype=np.float32),
        }
        found.append(Trained(state, np.zeros((1, 4), dtype=np.float32), 1, 1.0, accepted=True))
    return found


def test_a_class_gets_as_few_concepts_as_say_its_score() -> None:
    assert fewest(rows(), material(), 0, exact) == [3, 5]


def test_candidates_do_not_learn_from_the_images_on_which_they_are_compared() -> None:
    seen = list[tuple[int, int]]()

    def train(some: Rows, numbers: Sequence[int]) -> list[Trained]:
        seen.extend((len(own), len(others)) for own, others in zip(some.own, some.others, strict=True))
        return exact(some, numbers)

    fewest(rows(), material(), 0, train)
    assert set(seen) == {(24, 24)}  # of 32 each


def automatic(folder: Path, classes: tuple[str, ...]) -> dict[str, ConceptModule]:
    training = {"rows": 100, "batch": 50, "pretraining": 1, "epochs": 2, "rounds": 0}
    plan = Plan(None, "auto", None, None, Division(0.25, None, 0), n_views=0, seed=0, training=training)
    fitting = Fitting("auto", colour_seeker(), PICTURES, classes, PlainDesk(Store(folder)))
    return {one.class_name: one for one in learnt(fitting, plan)}


def test_a_class_gets_the_same_concepts_whatever_number_its_neighbours_get(tmp_path: Path) -> None:
    together = automatic(tmp_path / "both", CLASSES)
    for name in CLASSES:
        alone = automatic(tmp_path / name, (name,))[name]
        assert alone.n_concepts == together[name].n_concepts
        assert np.allclose(alone.contributions, together[name].contributions, atol=1e-4)
