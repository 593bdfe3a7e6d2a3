"""What was answered to the questions of a form: read, checked and simulated by the kind of question."""

from collections.abc import Iterable, Mapping
from random import Random
from unicodedata import category

from study_app.study.controls import AnyOf, Number, OneOf, Question, Scale, Slider, Written
from study_app.study.mind import Mind
from study_app.study.task import Unanswerable, Values
from study_app.study.words import said

DECLINED = "declined"
MOST_DIGITS = 9
KEPT = "\n\t"  # control characters that may stand in a text
DROPPED = ("Cc", "Cs")  # control characters and halves of characters
SENTENCE = "I looked at the beak and at the wings. "

Value = int | str | list[str] | None


def read_answers(questions: Iterable[Question], form: Mapping[str, str]) -> Values:
    """The value of every question by its name, None where an optional one was left out; Unanswerable otherwise."""
    asked = list(questions)
    values = {question.name: read_answer(question, form) for question in asked}
    missing = [question for question in asked if question.required and values[question.name] is None]
    if missing:
        every = len(missing) == len(asked)
        raise Unanswerable(said("refused.every_item") if every else said("refused.items_left", n=len(missing)))
    return values


def read_answer(question: Question, form: Mapping[str, str]) -> Value:
    """The value of one question; None where there is no answer; Unanswerable where it cannot be an answer.

    Of any-of a list in the order of the options; none chosen is an answer where one may choose none.
    """
    posted = form.get(question.name, "")
    match question:
        case Scale():
            return _whole(posted, 1, question.points)
        case Slider():
            return _whole(posted, question.minimum, question.maximum, question.step)
        case Number():
            declines = question.declined and posted == DECLINED
            return DECLINED if declines else _whole(posted, question.minimum, question.maximum)
        case OneOf():
            return _offered(posted, question)
        case AnyOf():
            values = [
                option.value for option in question.options if form.get(f"{question.name}.{option.value}") == "on"
            ]
            return values if values or not question.required else None
        case Written():
            return _text(posted, question.most)


def _whole(posted: str, lowest: int, highest: int, step: int = 1) -> int | None:
    text = posted.strip()
    if not text:
        return None
    digits = text.removeprefix("-")
    value = int(text) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else None
    if value is None or not lowest <= value <= highest or (value - lowest) % step:
        raise Unanswerable(said("refused.whole_number", lowest=lowest, highest=highest))
    return value


def _offered(posted: str, question: OneOf) -> str | None:
    if posted and posted not in {option.value for option in question.options}:
        raise Unanswerable(said("refused.choose_offered"))
    return posted or None


def _text(posted: str, most: int) -> str | None:
    text = cleaned(posted)
    if len(text) > most:
        raise Unanswerable(said("refused.at_most", most=most, n=len(text)))
    return text or None


def cleaned(text: str) -> str:
    """A posted text with plain line ends and without control characters, which no database takes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in KEPT or category(sign) not in DROPPED).strip()


def simulated(question: Question, mind: Mind, rng: Random) -> Mapping[str, str]:
    """The form fields of an answer that the page offers; scales follow the mind, the rest is chance."""
    match question:
        case Scale():
            return {question.name: str(mind.point(question.points, rng))}
        case Slider():
            point = mind.point((question.maximum - question.minimum) // question.step + 1, rng)
            return {question.name: str(question.minimum + (point - 1) * question.step)}
        case OneOf():
            return {question.name: rng.choice(question.options).value}
        case AnyOf():
            chosen = [option for option in question.options if rng.random() < 0.5] or [rng.choice(question.options)]
            return {f"{question.name}.{option.value}": "on" for option in chosen}
        case Number():
            return {question.name: str(rng.randint(question.minimum, question.maximum))}
        case Written():
            return {question.name: SENTENCE[: question.most]}
