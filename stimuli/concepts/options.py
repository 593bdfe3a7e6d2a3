"""How explanation networks are trained."""

from dataclasses import dataclass

from stimuli.concepts.networks import Widths


@dataclass(frozen=True)
class Training:
    """How explanation networks are trained.

    faithfulness, reconstruction, pull_away, waking: weights of the loss.  q: how soon a feature is given up.
    rows: of an epoch, own_share of them the class's own.  batch: rows at once.  pretraining, epochs: of each layer by
    itself, of all together.  rate: of Adam, a tenth after slower_after of the epochs.
    balance: least second largest mean contribution, as a share of the largest.  rounds: how often to begin anew.
    signed: whether features may be negative.
    """

    widths: Widths
    seed: int = 0
    faithfulness: float = 15.0
    reconstruction: float = 15.0
    pull_away: float = 20.0
    waking: float = 1.0
    q: float = 100.0
    rows: int = 3000
    own_share: float = 0.5
    batch: int = 100
    pretraining: int = 5
    epochs: int = 40
    rate: float = 1e-3
    weight_decay: float = 1e-4
    slower_after: float = 0.6
    dropout: float = 0.02
    balance: float = 0.3
    rounds: int = 5
    signed: bool = False

    @property
    def epochs_of_a_round(self) -> int:
        """Of all stages."""
        return self.epochs + self.pretraining * len(self.widths.layers)
