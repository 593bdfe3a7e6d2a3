"""The form of a served page, as a browser would let one fill it in: only what really stands there can be posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

TIMED_OUT = "timed_out"  # filled in by a page that sends itself: no button, no answer


class Unfillable(Exception):
    """The page has no place for what was to be posted."""


@dataclass(frozen=True)
class Button:
    """A submit button.  minimum_seconds: it can be pressed after that time."""

    name: str
    value: str
    minimum_seconds: float


@dataclass(frozen=True)
class Entry:
    """A field to write in: a whole number in steps from minimum to maximum, or a text of at most `most` letters.

    is_posted_empty: whether a browser posts it without an answer, too.
    """

    is_number: bool = False
    minimum: int | None = None
    maximum: int | None = None
    step: int = 1
    most: int | None = None
    is_posted_empty: bool = True

    def takes(self, value: str) -> bool:
        """Whether a browser would send that value."""
        if not value:
            return self.is_posted_empty
        if not self.is_number:
            return self.most is None or len(value) <= self.most
        try:
            number = int(value)
        except ValueError:
            return False
        low = self.minimum if self.minimum is not None else number
        high = self.maximum if self.maximum is not None else number
        return low <= number <= high and (number - (self.minimum or 0)) % self.step == 0


@dataclass
class Form:
    """A form.

    fields: hidden ones with their values; measured: those that the page's script fills in with every answer.
    scripted: those that a script fills in as an answer.  choices: the values of radio buttons, boxes and menus.
    entries: what is written.  required: names that an answer must have; any_of: sets of which it must have one.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    measured: set[str] = field(default_factory=set)
    scripted: set[str] = field(default_factory=set)
    choices: dict[str, set[str]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    any_of: list[set[str]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def filled(self, answer: Mapping[str, str], measurements: Mapping[str, str]) -> dict[str, str]:
        """All that is posted with that answer; Unfillable where a field, a choice or a button is not on the page."""
        self.button(answer)
        for name, value in answer.items():
            if not self._offers(name, value):
                raise Unfillable(f"the page offers no {name} = {value!r}")
        missing = [] if self._ends_by_itself(answer) else self._missing(answer)
        if missing:
            raise Unfillable(f"the page asks for {', '.join(missing)} too")
        empty = {name: "" for name, entry in self.entries.items() if entry.is_posted_empty}
        timing = {name: value for name, value in measurements.items() if name in self.measured}
        return {**self.fields, **empty, **timing, **answer}

    def button(self, answer: Mapping[str, str]) -> Button:
        """The button that sends that answer; Unfillable where there is none."""
        if self._ends_by_itself(answer):
            return Button("", "", 0.0)
        for button in self.buttons:
            if not button.name or answer.get(button.name) == button.value:
                return button
        raise Unfillable(f"the page has no button that sends {dict(answer)}")

    def _offers(self, name: str, value: str) -> bool:
        is_written = name in self.entries and self.entries[name].takes(value)
        is_chosen = value in self.choices.get(name, ()) or any((b.name, b.value) == (name, value) for b in self.buttons)
        return is_chosen or is_written or name in self.scripted

    def _missing(self, answer: Mapping[str, str]) -> list[str]:
        given = {name for name, value in answer.items() if value}
        return sorted(self.required - given) + [f"one of {', '.join(sorted(s))}" for s in self.any_of if not s & given]

    def _ends_by_itself(self, answer: Mapping[str, str]) -> bool:
        return TIMED_OUT in self.scripted and answer.get(TIMED_OUT) == "1"


class _Reader(HTMLParser):
    """Collects the forms of a page; what stands outside of them, or is there without scripts only, cannot be posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False
        self._without_scripts = False
        self._menu = ""
        self._boxes: set[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(has.get("action", "")))
            self._inside = True
        elif tag == "noscript":
            self._without_scripts = True
        elif self._inside and not self._without_scripts and "disabled" not in has:
            self._control(self.forms[-1], tag, has)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "noscript":
            self._without_scripts = False
        elif tag == "fieldset":
            self._boxes = None

    def _control(self, form: Form, tag: str, has: Mapping[str, str]) -> None:
        name = has.get("name", "")
        if tag == "fieldset" and "data-at-least-one" in has:
            self._boxes = set()
            form.any_of.append(self._boxes)
        elif tag == "button" and has.get("type", "submit") == "submit":
            form.buttons.append(Button(name, has.get("value", ""), float(has.get("data-minimum-seconds") or 0)))
        elif tag == "select":
            self._menu = name
            form.entries[name] = Entry(most=0)  # nothing is chosen
            _require(form, name, has)
        elif tag == "option" and has.get("value"):
            form.choices.setdefault(self._menu, set()).add(has["value"])
        elif tag == "textarea":
            form.entries[name] = Entry(most=_number(has, "maxlength"))
            _require(form, name, has)
        elif tag == "input":
            self._input(form, has)

    def _input(self, form: Form, has: Mapping[str, str]) -> None:
        kind, name = has.get("type", "text"), has.get("name", "")
        if kind == "hidden":
            form.fields[name] = has.get("value", "")
            form.measured |= {name} if "data-timing" in has else set()
            form.scripted |= {name} if "data-answer" in has else set()
        elif kind in ("radio", "checkbox"):
            form.choices.setdefault(name, set()).add(has.get("value", "on"))
            if kind == "checkbox" and self._boxes is not None:
                self._boxes.add(name)
        elif kind in ("number", "range"):
            name = has.get("data-slider", name)
            limits = _number(has, "min"), _number(has, "max"), _number(has, "step") or 1
            form.entries[name] = Entry(True, *limits, is_posted_empty=kind == "number")
        elif kind == "text":
            form.entries[name] = Entry(most=_number(has, "maxlength"))
        if kind == "radio" and "data-optional" not in has:  # somebody who asks wants an answer
            form.required.add(name)
        else:
            _require(form, name, has)


def _require(form: Form, name: str, has: Mapping[str, str]) -> None:
    if {"required", "data-required"} & has.keys():
        form.required.add(name)


def _number(has: Mapping[str, str], name: str) -> int | None:
    return int(has[name]) if has.get(name) else None


def forms_of(html: str) -> list[Form]:
    """The forms of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms
