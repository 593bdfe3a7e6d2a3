"""Sets of patches, as rising tuples of patch numbers: row by row from 0, so that they can be told apart and ordered."""

from collections.abc import Iterable, Iterator

Patches = tuple[int, ...]


def patches(members: Iterable[int]) -> Patches:
    """The set of these patches."""
    return tuple(sorted(set(members)))


def together(some: Patches, others: Iterable[int]) -> Patches:
    """Some patches and others."""
    return patches((*some, *others))


def without(some: Patches, patch: int) -> Patches:
    """Some patches but one."""
    return tuple(one for one in some if one != patch)


def one_fewer(some: Patches) -> Iterator[Patches]:
    """The sets that lack one of the patches, the first first."""
    return (without(some, patch) for patch in some)


def shared(some: Patches, others: Patches) -> int:
    """How many patches two sets have in common: their overlap."""
    return len(set(some) & set(others))
