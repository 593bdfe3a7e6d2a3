"""What participants did in a block, in words, by its kind of task.

A block's options are read as plain values: kinds of task belong to the room that runs studies.
"""

from collections.abc import Callable, Mapping
from typing import Any

from study_app.definition import Block

Options = Mapping[str, Any]
Deed = Callable[[Options, str, int], str]


def deed(block: Block, n_trials: str, n_questions: int) -> str:
    """What they did, to follow `they`.  n_trials: as words, empty where not known; n_questions: of its pages."""
    known = DEEDS.get(block.task)
    if known is None:
        return f"did {_each(n_trials, 'trial')} of the task {block.task.partition(':')[0].split('.')[-1]}"
    return known(block.options, n_trials, n_questions)


def details(block: Block, n_classes: int) -> list[str]:
    """Sentences on what came with the trials: explanation, confidence, feedback, checks, limits."""
    options = block.options
    found = [*_explained(block, options), *_confidence(options), *_feedback(block, options)]
    if block.catch is not None:
        n = block.catch.per_class * n_classes
        found.append(f"Among the trials were {n} easy ones as catch trials.")
    if block.check is not None:
        found.append(f"Wrong answers to its control items counted as failed {block.check} checks.")
    if block.criterion is not None:
        after = "" if block.criterion.otherwise == "go_on" else "; who never got there was screened out"
        wanted = f"{block.criterion.correct} of the last {block.criterion.of} answers"
        found.append(f"The block ended early when {wanted} were right{after}.")
    if block.limit_seconds is not None:
        found.append(f"The time for an answer was {block.limit_seconds:g} s.")
    if block.order.repeat > 1:
        found.append(f"Every image came {block.order.repeat} times.")
    return found


def _each(n: str, word: str) -> str:
    """`24 images`; `one image`; where the number is not known, `images`."""
    return f"one {word}" if n == "1" else f"{n} {word}s".strip()


def _quiz(options: Options, _: str, __: int) -> str:
    after = "went on all the same" if options.get("otherwise") == "go_on" else "were screened out"
    tries = options.get("tries", 2)
    return f"answered a quiz on the instructions, in at most {tries} tries; those who failed them all {after}"


def _advise(options: Options, n: str, _: int) -> str:
    if options.get("stages") == "one":
        return f"accepted or refused the classifier's advice on {_each(n, 'image')}"
    seen = "saw the classifier's advice" if options.get("advice", True) else "saw the image again, without advice,"
    return f"named the class of {_each(n, 'image')} by themselves, {seen} and gave a final answer"


def _compare(options: Options, n: str, _: int) -> str:
    parts = tuple(options.get("parts", ("without", "with")))
    how = {
        ("without", "with"): "first without an explanation, then once more with what their arm shows",
        ("without",): "without an explanation",
        ("with",): "with what their arm shows",
    }.get(parts, "")
    pairs = f"each of {_each(n, 'pair')}" if n not in ("", "1") else _each(n, "pair")
    return f"chose, from {pairs} of occluded images, the one still recognised by the classifier, {how}"


def _learn(options: Options, n: str, _: int) -> str:
    what = _each(n, "labelled example") if options.get("examples") else f"{_each(n, 'page')} of examples by class"
    return f"looked at {what}, with what their arm shows"


def _rate(_: Options, __: str, n_questions: int) -> str:
    return f"rated {_each(str(n_questions) if n_questions else '', 'statement')}"


def _device(options: Options, _: str, __: int) -> str:
    colours = ", and their colour vision," if options.get("colour_vision") is not None else ""
    return f"had their window, pointer and browser{colours} checked"


def _debrief(options: Options, _: str, __: int) -> str:
    asked = " and decided once more about the use of their answers" if options.get("ask", True) else ""
    return f"were debriefed{asked}"


def _write(options: Options, _: str, __: int) -> str:
    may = ", which could be left empty" if options.get("optional") else ""
    return f"answered an open question in their own words{may}"


DEEDS: Mapping[str, Deed] = {
    "advise": _advise,
    "background": lambda _, __, ___: "answered questions about themselves, each of which they could decline",
    "classify": lambda _, n, __: f"named the class of {_each(n, 'image')}",
    "compare": _compare,
    "consent": lambda _, __, ___: "gave informed consent",
    "debrief": _debrief,
    "device": _device,
    "learn": _learn,
    "pause": lambda _, __, ___: "could take a break",
    "predict": lambda _, n, __: f"predicted the classifier's answer to {_each(n, 'image')}",
    "quiz": _quiz,
    "rate": _rate,
    "spot": lambda _, n, __: f"marked the place that matters in {_each(n, 'image')}",
    "text": lambda _, __, ___: "read a page of text",
    "write": _write,
}
SCORED = ("advise", "classify", "compare", "predict", "spot")


def _explained(block: Block, options: Options) -> list[str]:
    if options.get("explanation") != "by-arm":
        return []
    beside = "advice" if block.task == "advise" else "image"
    return [f"With the {beside} they saw what their arm shows."]


def _confidence(options: Options) -> list[str]:
    asked = options.get("confidence")
    if not isinstance(asked, Mapping):
        return []
    return [f"After each answer they said how sure they were, on a scale of {asked.get('points', 7)} points."]


def _feedback(block: Block, options: Options) -> list[str]:
    if block.task not in SCORED:
        return []
    told = options.get("feedback")
    if not isinstance(told, Mapping):
        return ["There was no feedback."]
    arm = ", with what their arm shows" if told.get("explanation") == "by-arm" else ""
    return [f"Feedback followed each answer, for at least {told.get('minimum_seconds', 0):g} s{arm}."]
