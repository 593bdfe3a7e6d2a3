"""Modules of the colour seeker whose contributions can be worked out by hand."""

import numpy as np

from stimuli.concepts.module import ConceptModule, Faithfulness

FAITHFUL = Faithfulness(12, 0.1, 0.1, 0.99, 6, 0.9, 0.8, 0.95, 0.32, 1.0)


def module(name: str, weight: list[list[float]], bias: list[float], head: list[float]) -> ConceptModule:
    """A module of one layer: weight (2, n) on blueness and redness, bias (n,), head (n,)."""
    n = len(head)
    layer = (np.array(weight, dtype=np.float32), np.array(bias, dtype=np.float32))
    return ConceptModule(
        class_name=name,
        layer="fc",
        encoder=(layer,),
        head=np.array(head, dtype=np.float32),
        bias=-1.0,
        images=(),
        contributions=np.zeros((0, n), dtype=np.float32),
        logits=np.zeros(0, dtype=np.float32),
        held_out=np.zeros(0, dtype=bool),
        correlation=np.eye(n, dtype=np.float32),
        dead=np.zeros(n, dtype=bool),
        curve=np.zeros((1, 4), dtype=np.float32),
        faithfulness=FAITHFUL,
        rounds=1,
        balance=0.5,
        accepted=True,
        n_rows=24,
    )


# Of a patch of 16 x 16 in its colour, blueness or redness is 4 of 64 cells: 0.0625.
BLUE = module("blue", [[16.0, 0.0], [0.0, 16.0]], [0.0, -0.5], [3.0, 2.0])  # 3 * blue; 2 * (red - 0.5)
RED = module("red", [[0.0, -16.0, 16.0], [16.0, 16.0, 0.0]], [0.0, 1.0, 0.0], [4.0, 1.0, -5.0])
