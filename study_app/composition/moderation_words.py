"""What `gullseye check` says of moderators: questions that nobody is asked, and blocks without right answers."""

from collections.abc import Iterator, Mapping, Sequence

from study_app.definition import Moderation


def moderation_faults(
    moderations: Sequence[Moderation], asked: Mapping[str, set[str]], scored: Mapping[str, set[str]]
) -> Iterator[str]:
    """asked, scored: block → its questions, and those of which an answer is right or wrong."""
    for index, each in enumerate(moderations):
        for block, _, question in (name.partition(".") for name in each.by.names):
            where = f"moderation[{index}].by.name: block {block!r}"
            known = sorted((asked if each.by.source == "answer" else scored).get(block, ()))
            if each.by.source == "answer" and question not in known:
                yield f"{where} does not ask {question!r}; known: {', '.join(known) or 'none'}"
            elif each.by.source == "accuracy" and not known:
                yield f"{where} asks nothing that is right or wrong"
            elif each.by.source == "accuracy" and question not in ("", *known):
                yield f"{where} has no right answer to {question!r}; known: {', '.join(known)}"
