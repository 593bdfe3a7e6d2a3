"""With what a planned difference between arms may differ.  Others import it from `study_app.definition`."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from study_app.definition_blocks import Block
from study_app.definition_plan import Hypothesis
from study_app.definition_values import Checked, Name

IMAGE_NAMES = {"classifier_correct": "groups", "p_predicted": "number", "difficulty": "number"}
SOURCES = {"answer": "BLOCK.QUESTION", "accuracy": "BLOCK", "image": ", ".join(IMAGE_NAMES)}
OUTCOMES = ("accuracy",)


class Moderator(Checked):
    """by = { source = …, name = … }: something of people, or of images."""

    source: Literal["answer", "accuracy", "image"] = Field(
        description="an answer to a form, the share of right answers in an earlier block, or what is known of the image"
    )
    name: str | tuple[str, ...] = Field(
        description="of answer: BLOCK.QUESTION, or several, of which the mean is taken; of accuracy: BLOCK; "
        f"of image: {SOURCES['image']}"
    )
    reversed: tuple[str, ...] = Field(
        default=(), description="those of several ratings that are turned around before the mean is taken"
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The name, or the several names."""
        return (self.name,) if isinstance(self.name, str) else self.name


class Moderation(Checked):
    """[[moderation]]: whether a planned difference between two arms differs between people, or between images.

    None is looked for that is not declared here.  It is exploratory: the confirmatory family is of comparisons alone.
    """

    name: Name
    hypothesis: Name = Field(description="the planned comparison, of one arm minus another in accuracy")
    by: Moderator
    kind: Literal["number", "groups"] | None = Field(
        default=None, description="absent: groups for one of several options and for classifier_correct, else number"
    )
    family: Literal["exploratory"] = "exploratory"


def moderation_faults(
    moderations: Sequence[Moderation], hypotheses: Sequence[Hypothesis], blocks: Sequence[Block]
) -> Iterator[str]:
    """Names that are there twice, comparisons and moderators that are not there or cannot be."""
    by_name = {each.name: each for each in hypotheses}
    names = [each.name for each in moderations]
    for index, each in enumerate(moderations):
        where, hypothesis = f"moderation[{index}]", by_name.get(each.hypothesis)
        if each.name in names[:index]:
            yield f"{where}.name: {each.name!r} is there twice"
        known = ", ".join(name for name, one in by_name.items() if _can_be_moderated(one)) or "none"
        if hypothesis is None:
            yield f"{where}.hypothesis: no hypothesis {each.hypothesis!r}; known: {known}"
        elif not _can_be_moderated(hypothesis):
            yield (
                f"{where}.hypothesis: {each.hypothesis!r} is not one arm minus another in accuracy, in the same place; "
                f"known: {known}"
            )
        asked = () if hypothesis is None else hypothesis.blocks([block.name for block in blocks])
        yield from _moderator_faults(where, each, asked, blocks)


def _can_be_moderated(hypothesis: Hypothesis) -> bool:
    return hypothesis.is_pair and hypothesis.outcome in OUTCOMES


def _moderator_faults(where: str, each: Moderation, asked: Sequence[str], blocks: Sequence[Block]) -> Iterator[str]:
    by = each.by
    if by.source == "image":
        yield from _image_faults(where, each)
    elif by.source == "accuracy" and each.kind == "groups":
        yield f"{where}.kind: accuracy is a number"
    if by.source != "answer" and not isinstance(by.name, str):
        yield f"{where}.by.name: only answers can be several; name one"
    elif not by.names:
        yield f"{where}.by.name: names nothing; write {SOURCES[by.source]}"
    strange = [name for name in by.reversed if name not in by.names]
    if strange or (by.reversed and isinstance(by.name, str)):
        yield f"{where}.by.reversed: goes with several names; write some of those in by.name"
    if by.source != "image":
        for name in by.names:
            yield from _block_faults(f"{where}.by.name", by.source, name, (asked, blocks))


def _image_faults(where: str, each: Moderation) -> Iterator[str]:
    for name in each.by.names:
        if name not in IMAGE_NAMES:
            yield f"{where}.by.name: nothing of images is called {name!r}; known: {SOURCES['image']}"
        elif each.kind not in (None, IMAGE_NAMES[name]):
            yield f"{where}.kind: {name} is {'of groups' if IMAGE_NAMES[name] == 'groups' else 'a number'}"


def _block_faults(where: str, source: str, name: str, told: tuple[Sequence[str], Sequence[Block]]) -> Iterator[str]:
    """told: the blocks of the hypothesis, and all blocks.  What came after those may be an effect of the arm."""
    (asked, blocks), (block, dot, question) = told, name.partition(".")
    names = [each.name for each in blocks]
    if source == "answer" and not (dot and question):
        yield f"{where}: {name!r}; write BLOCK.QUESTION"
    elif block not in names:
        yield f"{where}: no block {block!r}; known: {', '.join(names)}"
    elif blocks[names.index(block)].task != "background" and asked and set(asked) <= set(names):
        first = min(names.index(one) for one in asked)
        if names.index(block) >= first:
            known = ", ".join(names[:first]) or "none"
            yield f"{where}: block {block!r} does not come before block {names[first]!r}; known: {known}"
