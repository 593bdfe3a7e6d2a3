"""The keys that answer on a page, as its block wants them."""

from dataclasses import replace

from study_app.study.controls import Choose
from study_app.study.page import Page


def with_keys(page: Page, keys: tuple[str, ...] | None) -> Page:
    """The page, its choices with these keys in order; empty: without any.  None, or no choices: as it is.

    What has more choices than there are keys keeps its own.
    """
    control = page.control
    if keys is None or not isinstance(control, Choose) or 0 < len(keys) < len(control.choices):
        return page
    given = keys or ("",) * len(control.choices)
    choices = tuple(replace(choice, key=key) for choice, key in zip(control.choices, given, strict=False))
    return replace(page, control=replace(control, choices=choices))


def n_keys_wanted(page: Page) -> int:
    """For how many choices that page wants keys; 0: it is answered otherwise."""
    return len(page.control.choices) if isinstance(page.control, Choose) else 0
