"""What must stand on no page: code of its own, styles of its own, anything from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

ADDRESSES = ("src", "href", "action", "formaction", "data", "poster", "srcset", "xlink:href")
REFRESHING = ("http-equiv",)


@dataclass
class Code(HTMLParser):
    """faults: what is wrong on a page.  links: addresses of other sites that somebody may follow by hand."""

    faults: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in has):
            self.faults.append(f"<{tag}> of its own")
        for name, value in has.items():
            said = f'<{tag} {name}="{value[:60]}">'
            if name == "style" or name.startswith("on") or name in REFRESHING:
                self.faults.append(said)
            elif name in ADDRESSES and not all(_is_ours(one) for one in _addresses(name, value)):
                if tag == "a" and value.startswith(("http://", "https://", "mailto:")):
                    self.links.append(value)
                else:
                    self.faults.append(said)


def _addresses(name: str, value: str) -> list[str]:
    """The address, or those of a set of pictures in several sizes."""
    return [one.strip().split(" ")[0] for one in value.split(",")] if name == "srcset" else [value]


def _is_ours(address: str) -> bool:
    return address.startswith(("/", "#")) and not address.startswith(("//", "/\\"))


def code_in(html: str) -> Code:
    """What there is in a page."""
    found = Code()
    found.feed(html)
    found.close()
    return found


def raw(html: str, strings: Iterable[str]) -> list[str]:
    """Which of these stand in the page as they are, though they hold signs that must be written otherwise."""
    return [one for one in strings if set(one) & set("<>\"'") and one in html]
