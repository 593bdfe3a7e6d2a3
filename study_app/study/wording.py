"""Texts of a block with places in braces, such as {class}, that are filled in when the page is made."""

import re
from collections.abc import Mapping
from html import escape

from pydantic import AfterValidator

PLACE = re.compile(r"\{([a-z_]+)\}")


def places(*known: str, needs: str | None = None) -> AfterValidator:
    """Checks a text: it has no places but the known ones, and it has the one that it needs."""

    def checked(text: str) -> str:
        strange = [name for name in PLACE.findall(text) if name not in known]
        if strange:
            said = ", ".join(f"{{{name}}}" for name in known)
            raise ValueError(f"{text!r} has no use for {{{strange[0]}}}; known: {said}")
        if needs is not None and f"{{{needs}}}" not in text:
            raise ValueError(f"{text!r} lacks {{{needs}}}; write it where that goes")
        return text

    return AfterValidator(checked)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in; what is filled in is not looked at again."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def paragraph(text: str, values: Mapping[str, str]) -> str:
    """The same as HTML: one paragraph, its lines kept, what is filled in set off; empty where the text is."""
    marked = {name: f"<strong>{escape(value)}</strong>" for name, value in values.items()}
    return f"<p>{filled(escape(text), marked).replace(chr(10), '<br>')}</p>" if text else ""
