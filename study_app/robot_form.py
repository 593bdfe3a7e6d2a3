"""The form of a served page, as a browser would let one fill it in: only what really stands there can be posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


class Unfillable(Exception):
    """The page has no place for what was to be posted."""


@dataclass(frozen=True)
class Button:
    """A submit button.  minimum_seconds: it can be pressed after that time."""

    name: str
    value: str
    minimum_seconds: float


@dataclass
class Form:
    """A form.  fields: hidden ones with their values; measured: those that the page's script fills in."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    measured: set[str] = field(default_factory=set)
    choices: dict[str, set[str]] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    def filled(self, answer: Mapping[str, str], measurements: Mapping[str, str]) -> dict[str, str]:
        """All that is posted with that answer; Unfillable where a field, a choice or a button is not on the page."""
        self.button(answer)
        for name, value in answer.items():
            if not self._offers(name, value):
                raise Unfillable(f"the page offers no {name} = {value!r}")
        missing = self.choices.keys() - answer.keys()
        if missing:
            raise Unfillable(f"the page asks for {', '.join(sorted(missing))} too")
        timing = {name: value for name, value in measurements.items() if name in self.measured}
        return {**self.fields, **timing, **answer}

    def button(self, answer: Mapping[str, str]) -> Button:
        """The button that sends that answer; Unfillable where there is none."""
        for button in self.buttons:
            if not button.name or answer.get(button.name) == button.value:
                return button
        raise Unfillable(f"the page has no button that sends {dict(answer)}")

    def _offers(self, name: str, value: str) -> bool:
        return value in self.choices.get(name, ()) or any((b.name, b.value) == (name, value) for b in self.buttons)


class _Reader(HTMLParser):
    """Collects the forms of a page; what stands outside of a form cannot be posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(has.get("action", "")))
            self._inside = True
        elif self._inside and tag == "input":
            self._input(self.forms[-1], has)
        elif self._inside and tag == "button" and has.get("type", "submit") == "submit":
            minimum = float(has.get("data-minimum-seconds") or 0)
            self.forms[-1].buttons.append(Button(has.get("name", ""), has.get("value", ""), minimum))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    def _input(self, form: Form, has: Mapping[str, str]) -> None:
        name = has.get("name", "")
        if has.get("type") == "hidden":
            form.fields[name] = has.get("value", "")
            if "data-timing" in has:
                form.measured.add(name)
        elif has.get("type") == "radio":
            form.choices.setdefault(name, set()).add(has.get("value", ""))


def forms_of(html: str) -> list[Form]:
    """The forms of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms
