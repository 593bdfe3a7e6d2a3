"""The training itself: one network, one device, epochs until the plan, the clock or patience ends it."""

import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - as torch's own pages name it
from torch import Generator, Tensor, nn
from tqdm import tqdm

from stimuli.images import Preprocessing
from stimuli.inputs import normalised
from stimuli.training import augmentation, schedule
from stimuli.training.options import TrainingOptions
from stimuli.training.record import Epoch

TRIAL_IMAGES = 8


@dataclass(frozen=True)
class Pictures:
    """Decoded pictures (uint8) and their labels."""

    train: Tensor
    train_labels: Tensor
    validation: Tensor
    validation_labels: Tensor


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


class Trainer:
    """Does the epochs of a run on the given pictures."""

    def __init__(self, run: Run, pictures: Pictures, preprocessing: Preprocessing, options: TrainingOptions) -> None:
        self.run, self.pictures, self.preprocessing, self.options = run, pictures, preprocessing, options
        self.device = next(run.net.parameters()).device
        self.n_batches = max(1, len(pictures.train) // options.batch)
        self._trial = copy.deepcopy(run.net)

    @property
    def progress(self) -> float:
        """The share of the run that is done, by steps or by the clock, whichever is further."""
        by_steps = self.run.n_steps / (self.options.epochs * self.n_batches)
        limit_s = (self.options.limit_minutes or 0) * 60
        return max(by_steps, self.run.seconds / limit_s) if limit_s else by_steps

    @property
    def stopped(self) -> str | None:
        """Why the run is over; None while it is not."""
        if self.progress >= 1:
            return "the clock" if len(self.run.epochs) < self.options.epochs else "all epochs done"
        full = [epoch for epoch in self.run.epochs if epoch.picture_px == self.options.input_px]
        waited = len(self.run.epochs) - 1 - self.run.best_epoch
        if min(len(full), waited) >= self.options.patience and self.progress > schedule.GROWN_AT:
            return f"no better validation loss for {self.options.patience} epochs"
        return None

    def epoch(self) -> Epoch:
        """One pass over the training images, then validation with the averaged weights; keeps the best."""
        began, before = time.monotonic(), self.run.seconds
        side = schedule.picture_px(self.progress, self.options.input_px, self.options.grow)
        self.run.net.train()
        loss_sum, n_right, n_seen = 0.0, 0, 0
        with tqdm(
            total=self.n_batches, desc=f"epoch {len(self.run.epochs) + 1}", unit="batch", leave=False, disable=None
        ) as bar:
            for images, labels in self._batches(side):
                loss, right = self._step(images, labels)
                loss_sum, n_right, n_seen = loss_sum + loss * len(labels), n_right + right, n_seen + len(labels)
                self.run.seconds = before + time.monotonic() - began
                bar.update()
                bar.set_postfix(px=side, loss=f"{loss_sum / n_seen:.3f}", accuracy=f"{n_right / n_seen:.3f}")
                if self.progress >= 1:
                    break
        validation_loss, predicted = self.validate(self.run.averaged)
        accuracy = (predicted == self.pictures.validation_labels).float().mean().item()
        self.run.seconds = before + time.monotonic() - began
        done = Epoch(
            epoch=len(self.run.epochs) + 1,
            picture_px=side,
            seconds=round(self.run.seconds - before, 2),
            train_loss=round(loss_sum / n_seen, 5),
            train_accuracy=round(n_right / n_seen, 5),
            validation_loss=round(validation_loss, 5),
            validation_accuracy=round(accuracy, 5),
        )
        self._keep(done)
        return done

    def _keep(self, done: Epoch) -> None:
        best = self.run.best_loss
        self.run.epochs.append(done)
        if done.validation_loss < best:
            self.run.best_epoch = len(self.run.epochs) - 1
            self.run.best_state = {name: value.cpu().clone() for name, value in self.run.averaged.state_dict().items()}

    def _batches(self, side: int) -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(self.pictures.train), generator=self.run.rng)
        size = min(self.options.batch, len(order))
        for start in range(0, self.n_batches * size, size):
            chosen = order[start : start + size]
            pictures = self.pictures.train[chosen]
            images = normalised(self._look(pictures, side), self.preprocessing).to(
                self.device, memory_format=torch.channels_last
            )
            yield images, self.pictures.train_labels[chosen].to(self.device)

    def try_step(self) -> None:
        """What a step costs, without learning from it: forward and backward of a few plain pictures, on a copy."""
        self._trial.train()
        pictures = self.pictures.train[:TRIAL_IMAGES]
        side = schedule.picture_px(self.progress, self.options.input_px, self.options.grow)
        output = self._trial(normalised(augmentation.plain(pictures, side), self.preprocessing))
        logits: Tensor = output if isinstance(output, Tensor) else output.logits
        logits.sum().backward()  # type: ignore[no-untyped-call]

    def _look(self, pictures: Tensor, side: int) -> Tensor:
        if self.options.augment:
            return augmentation.augmented(pictures, side, self.run.rng)
        return augmentation.plain(pictures, side)

    def _step(self, images: Tensor, labels: Tensor) -> tuple[float, int]:
        for group in self.run.optimiser.param_groups:
            group["lr"] = schedule.rate(self.progress, self.options.peak_rate)
        output = self.run.net(images)
        logits: Tensor = output if isinstance(output, Tensor) else output.logits
        loss = F.cross_entropy(logits, labels, label_smoothing=self.options.label_smoothing)
        self.run.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.run.optimiser.step()
        self.run.n_steps += 1
        self._average()
        return loss.item(), int((logits.argmax(1) == labels).sum())

    @torch.no_grad()
    def _average(self) -> None:
        decay = min(self.options.average, self.run.n_steps / (self.run.n_steps + 9))
        for kept, now in zip(self.run.averaged.state_dict().values(), self.run.net.state_dict().values(), strict=True):
            if kept.is_floating_point():
                kept.lerp_(now, 1 - decay)
            else:
                kept.copy_(now)

    @torch.inference_mode()
    def validate(self, net: nn.Module) -> tuple[float, Tensor]:
        """Mean cross-entropy on the validation images, and the class predicted for each: (N,)."""
        net.eval()
        outputs = []
        for chunk in self.pictures.validation.split(64):  # type: ignore[no-untyped-call]
            images = normalised(chunk, self.preprocessing).to(self.device, memory_format=torch.channels_last)
            outputs.append(net(images).float().cpu())
        logits = torch.cat(outputs)
        return F.cross_entropy(logits, self.pictures.validation_labels).item(), logits.argmax(1)
