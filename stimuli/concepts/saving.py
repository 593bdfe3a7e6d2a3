"""Where a training that was stopped goes on: a file in the store, replaced in one step, gone when all is learnt."""

import pickle
import struct
import time
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import torch

from stimuli.store import write_in_one_step

EVERY_S = 15.0
_UNREADABLE = (OSError, RuntimeError, EOFError, LookupError, ValueError, TypeError, AttributeError)
_TORN = (*_UNREADABLE, struct.error, pickle.UnpicklingError, zipfile.BadZipFile)


@dataclass
class TrainingFile:
    """A training's state on disk; a file that is torn counts as none."""

    path: Path
    every_s: float = EVERY_S
    _last: float = field(default_factory=time.monotonic)

    def load(self) -> dict[str, Any] | None:
        """What was saved last."""
        try:
            state: dict[str, Any] = torch.load(self.path, weights_only=True)
        except FileNotFoundError:
            return None
        except _TORN:
            self.clear()
            return None
        return state

    def save(self, state: dict[str, Any]) -> None:
        """Writes the state, if the last time is long enough ago."""
        if time.monotonic() - self._last < self.every_s:
            return
        content = BytesIO()
        torch.save(state, content)
        write_in_one_step(self.path, content.getvalue())
        self._last = time.monotonic()

    def clear(self) -> None:
        """Removes the file."""
        self.path.unlink(missing_ok=True)
