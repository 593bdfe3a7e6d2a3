"""Named streams of random numbers: what one stream draws never shifts what another draws."""

import zlib

import numpy as np
from numpy.random import PCG64, Generator


def stream(seed: int, name: str) -> Generator:
    """The generator that belongs to this seed and this name, always the same one."""
    return Generator(PCG64([seed, zlib.crc32(name.encode())]))


def between(rng: Generator, low: float, high: float) -> float:
    """One number drawn evenly from [low, high)."""
    return float(low + (high - low) * rng.random())


def blend(easy: float, hard: float, difficulty: float) -> float:
    """The value between the easy and the hard end of the scale."""
    return easy + (hard - easy) * difficulty


def child_seed(seed: int, *parts: int | str) -> int:
    """A seed of 63 bits that depends on every part and on nothing else."""
    words = [seed, *(part if isinstance(part, int) else zlib.crc32(part.encode()) for part in parts)]
    high, low = np.random.SeedSequence(words).generate_state(2, dtype=np.uint32)
    return (int(high) << 31) ^ int(low)
