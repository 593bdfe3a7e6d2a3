"""The libraries that only this question needs, loaded when it is asked, and kept quiet."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from typing import Any

from analysis.errors import AnalysisError

INSTALL = 'pip install "gullseye[bayes]"'
TALKERS = ("pymc", "bambi", "pytensor")


def library(name: str) -> Any:
    """The module of that name; AnalysisError, which says what to install, where it is missing or cannot be loaded."""
    try:
        with quiet():
            return import_module(name)
    except ModuleNotFoundError as fault:
        raise AnalysisError(f"--bayes needs {fault.name}, which is not installed: {INSTALL}") from None
    except (ImportError, AttributeError) as fault:
        told = f"{name} is installed, but cannot be loaded ({fault})"
        raise AnalysisError(f"--bayes: {told}; install versions that go together: {INSTALL}") from None


def versions() -> str:
    """Of what samples: `bambi 0.17.2, PyMC 5.28.5`."""
    return f"bambi {version('bambi')}, PyMC {version('pymc')}"


@contextmanager
def quiet() -> Iterator[None]:
    """Within it the libraries neither log nor warn: whether the chains have converged is told by the results."""
    loggers = [logging.getLogger(name) for name in TALKERS]
    levels = [each.level for each in loggers]
    try:
        for each in loggers:
            each.setLevel(logging.ERROR)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)
