"""What several task kinds share: fields read from a posted form, and the stage that is one button."""

from collections.abc import Collection, Mapping

from study_app.study.task import Unanswerable
from study_app.study.words import said

CONTINUE = {"response": "continue"}


def chosen(form: Mapping[str, str], allowed: Collection[str], request: str) -> str:
    """The posted `response`, which must be one of those allowed; `request` is what the participant is asked to do."""
    response = form.get("response", "")
    if response not in allowed:
        raise Unanswerable(request)
    return response


def continued(form: Mapping[str, str]) -> str:
    """That the only button of a page was pressed."""
    return chosen(form, CONTINUE.values(), said("refused.press_button"))


def whole_number(form: Mapping[str, str], name: str, highest: int) -> int | None:
    """The posted whole number in 1 … highest; None where there is none."""
    text = form.get(name, "")
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return value if 1 <= value <= highest else None
