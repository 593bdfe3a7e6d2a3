"""Whether an explanation that is shown before an answer gives the class away beside what it explains."""

from collections.abc import Mapping, Sequence

from stimuli.manifest import Leak
from study_app.definition import Study
from study_app.study.design import CheckedBlock

Leaks = Mapping[str, Leak]  # by the explanation's name

# What differs between images: how it is said, and what makes it the same in all.
_MENDED = {
    "number": ("their number", "a fixed number of tiles, `shown` in the parameters of its method"),
    "colours": ("their colours", 'colour_by = "order" in [picture.concepts]'),
    "weights": ("their weights", "faintest = 1 and a caption without {share} (or none) in [picture.concepts]"),
}


def leak_warnings(study: Study, blocks: Sequence[CheckedBlock], leaks: Leaks) -> list[str]:
    """A line for each explanation that people see before they answer and whose tiles tell the class."""
    return [
        f"{_told(name, leak)}; block {', '.join(map(repr, before))} shows it before the answer. "
        f"What helps, in stimuli.toml: {'; '.join(_MENDED[one][1] for one in leak.seen if one in _MENDED)}"
        for name, leak in leaks.items()
        if leak.is_beyond_chance and (before := _blocks(study, blocks, name, before_answer=True))
    ]


def leak_notes(study: Study, blocks: Sequence[CheckedBlock], leaks: Leaks) -> list[str]:
    """A line for each explanation whose tiles tell the class, but only to people who are told it anyway."""
    return [
        f"{_told(name, leak)}; that is harmless here: it is shown only where the class is told"
        for name, leak in leaks.items()
        if leak.is_beyond_chance
        and _blocks(study, blocks, name, before_answer=False)
        and not _blocks(study, blocks, name, before_answer=True)
    ]


def _told(name: str, leak: Leak) -> str:
    ways = [_MENDED[one][0] for one in leak.seen if one in _MENDED]
    seen = f" ({', '.join(ways)})" if ways else ""
    return (
        f"explanation {name!r}: its tiles{seen} tell the class without a look at their maps: "
        f"a small classifier is right for {leak.accuracy:.0%}, by chance {leak.chance:.0%} (p = {leak.p:.3f}, "
        f"{leak.n} images)"
    )


def _blocks(study: Study, blocks: Sequence[CheckedBlock], explanation: str, *, before_answer: bool) -> list[str]:
    """The names of the blocks that show this explanation to some arm, before the answer or at all."""
    if explanation not in {one.explanation for one in study.conditions.values()}:
        return []
    shows = [one for one in blocks if (one.explains_before_answer if before_answer else one.shows_explanation)]
    return [one.block.name for one in shows]
