"""The classes of a study as answers: written once, for every task that lets people choose among them."""

from study_app.study.controls import Choice
from study_app.study.task import Material

N_KEYS = 9


def class_choices(material: Material) -> tuple[Choice, ...]:
    """A choice for each class, in the study's order, on the digits as far as these go."""
    return tuple(
        Choice(name, name, str(number) if number <= N_KEYS else "")
        for number, name in enumerate(material.study.items.classes, start=1)
    )
