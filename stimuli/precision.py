"""How exactly a network reckons while it is asked thousands of times.

bfloat16 keeps the range of float32 and three decimal digits.  What is fast in it is multiplied in it (torch.autocast);
sums, probabilities and slopes with respect to the picture stay float32.  Worth it where the processor has instructions
for it: docs/benchmarks.md says what was measured.
"""

from dataclasses import dataclass
from typing import Literal, Self

import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.target import Target

Precision = Literal["float32", "bfloat16"]


@dataclass(frozen=True, eq=False)
class Coarsely:
    """A target whose network multiplies in bfloat16."""

    target: Target

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        """The target's numbers, float32."""
        with torch.autocast(inputs.device.type, dtype=torch.bfloat16):
            return self.target(inputs, rows).float()

    def on(self, classifier: Classifier) -> Self:
        """The same number read off another network, as coarsely."""
        return type(self)(self.target.on(classifier))


def reckoned(target: Target, precision: Precision) -> Target:
    """The target, reckoned with that precision."""
    return Coarsely(target) if precision == "bfloat16" else target
