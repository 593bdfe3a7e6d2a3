"""The training itself: one network, one device, epochs until the plan, the clock or patience ends it."""

import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812 - as torch's own pages name it
from torch import Tensor, nn
from tqdm import tqdm

from stimuli.images import Preprocessing
from stimuli.inputs import normalised
from stimuli.training import augmentation, schedule
from stimuli.training.options import TrainingOptions
from stimuli.training.record import Epoch
from stimuli.training.run import Run

TRIAL_IMAGES = 8


@dataclass(frozen=True)
class Pictures:
    """Decoded pictures (uint8) and their labels."""

    train: Tensor
    train_labels: Tensor
    validation: Tensor
    validation_labels: Tensor


@dataclass
class Seen:
    """Running figures of an epoch."""

    n: int = 0
    n_right: int = 0
    loss_sum: float = 0.0

    def add(self, loss: float, n_right: int, n: int) -> None:
        """Counts a batch with its mean loss."""
        self.n, self.n_right, self.loss_sum = self.n + n, self.n_right + n_right, self.loss_sum + loss * n

    @property
    def loss(self) -> float:
        """The mean loss so far."""
        return self.loss_sum / max(self.n, 1)

    @property
    def accuracy(self) -> float:
        """The share named rightly so far."""
        return self.n_right / max(self.n, 1)


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
        seen = self._pass(side, before - began)
        validation_loss, predicted = self.validate(self.run.averaged)
        accuracy = (predicted == self.pictures.validation_labels).float().mean().item()
        self.run.seconds = before + time.monotonic() - began
        done = Epoch(
            epoch=len(self.run.epochs) + 1,
            picture_px=side,
            seconds=round(self.run.seconds - before, 2),
            train_loss=round(seen.loss, 5),
            train_accuracy=round(seen.accuracy, 5),
            validation_loss=round(validation_loss, 5),
            validation_accuracy=round(accuracy, 5),
        )
        self._keep(done)
        return done

    def _pass(self, side: int, clock_offset: float) -> Seen:
        self.run.net.train()
        seen = Seen()
        with tqdm(total=self.n_batches, desc=f"epoch {len(self.run.epochs) + 1}", leave=False, disable=None) as bar:
            for images, labels in self._batches(side):
                seen.add(*self._step(images, labels), len(labels))
                self.run.seconds = clock_offset + time.monotonic()
                bar.update()
                bar.set_postfix(px=side, loss=f"{seen.loss:.3f}", accuracy=f"{seen.accuracy:.3f}")
                if self.progress >= 1:
                    break
        return seen

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
