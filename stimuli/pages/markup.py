"""HTML, escaped unless it is HTML already."""

from html import escape


class Html(str):
    """Text that is markup and not escaped again."""

    __slots__ = ()


def joined(*parts: str) -> Html:
    """Parts one after the other; what is not markup is escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def tag(name: str, /, *inside: str, **attributes: str | int | bool) -> Html:
    """An element.  attributes: `class_` for class, `data_x` for data-x; True stands alone, False is left out."""
    return Html(f"<{name}{_attributes(attributes)}>{joined(*inside)}</{name}>")


def void(name: str, /, **attributes: str | int | bool) -> Html:
    """An element without an inside, such as img."""
    return Html(f"<{name}{_attributes(attributes)}>")


def _attributes(given: dict[str, str | int | bool]) -> str:
    named = {name.rstrip("_").replace("_", "-"): value for name, value in given.items() if value is not False}
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in named.items())
