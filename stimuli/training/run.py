"""A training run under way: kept on disk, so that it can go on after a stop."""

import copy
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Generator, Tensor, nn

from stimuli.training.options import TrainingOptions
from stimuli.training.record import Epoch


@dataclass
class Run:
    """A training run under way: all that is needed to go on after a stop."""

    net: nn.Module
    averaged: nn.Module
    optimiser: torch.optim.Optimizer
    rng: Generator
    epochs: list[Epoch] = field(default_factory=list)
    n_steps: int = 0
    seconds: float = 0.0
    best_state: dict[str, Tensor] = field(default_factory=dict)
    best_epoch: int = -1

    @property
    def best_loss(self) -> float:
        """The lowest validation loss so far."""
        return self.epochs[self.best_epoch].validation_loss if self.best_epoch >= 0 else float("inf")


def begin(net: nn.Module, options: TrainingOptions) -> Run:
    """A run that has not done a step."""
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": options.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=options.peak_rate)
    averaged = copy.deepcopy(net).eval().requires_grad_(False)
    return Run(net, averaged, optimiser, Generator().manual_seed(options.seed))


def save(run: Run, path: Path) -> None:
    """Writes a run to disk in one step."""
    draft = path.with_suffix(".part")
    torch.save(
        {
            "net": run.net.state_dict(),
            "averaged": run.averaged.state_dict(),
            "optimiser": run.optimiser.state_dict(),
            "rng": run.rng.get_state(),
            "epochs": [epoch.model_dump() for epoch in run.epochs],
            "progress": [run.n_steps, run.seconds, run.best_epoch],
            "best_state": run.best_state,
        },
        draft,
    )
    draft.replace(path)


def restore(run: Run, path: Path) -> None:
    """Brings a run to where the saved one stood."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    run.net.load_state_dict(saved["net"])
    run.averaged.load_state_dict(saved["averaged"])
    run.optimiser.load_state_dict(saved["optimiser"])
    run.rng.set_state(saved["rng"])
    run.epochs = [Epoch(**epoch) for epoch in saved["epochs"]]
    run.n_steps, run.seconds, run.best_epoch = saved["progress"]
    run.best_state = saved["best_state"]
