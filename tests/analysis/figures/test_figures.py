import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.figures.flow_chart import flow_chart
from analysis.figures.forest import forest
from analysis.figures.raincloud import Cloud, raincloud
from analysis.result import Interval
from tests.analysis.svg import NAMESPACE, parsed
from tests.analysis.test_result import EMPTY, WHOLE

LONG = "an-arm-with-quite-a-long-name-to-be-drawn"


def cloud(name: str, *values: float) -> Cloud:
    found = np.array(values)
    return Cloud(
        name, found, float(found.mean()) if found.size else None, Interval(0.4, 0.6, 0.95) if found.size else None
    )


def dots(svg: str) -> int:
    """How many dots of participants there are: matplotlib draws each as one use of a path collection's marker."""
    tree = parsed(svg)
    groups = [group for group in tree.iter(f"{NAMESPACE}g") if group.get("id", "").startswith("PathCollection")]
    return sum(len(list(group.iter(f"{NAMESPACE}use"))) for group in groups)


def test_every_participant_is_a_dot() -> None:
    svg = raincloud([cloud("a", 0.5, 0.5, 0.75), cloud("b", 0.25, 0.5)], 0.25, "x", "the alternative text")
    assert dots(svg) == 5


def test_the_alternative_text_is_inside_the_picture() -> None:
    svg = raincloud([cloud("a", 0.5)], None, "x", 'means < "80%" & more')
    title = parsed(svg).find(f"{NAMESPACE}title")
    assert title is not None
    assert title.text == 'means < "80%" & more'
    assert parsed(svg).get("role") == "img"


@pytest.mark.parametrize(
    "clouds",
    [
        [cloud("empty")],
        [cloud("one", 1.0)],
        [cloud("all right", 1.0, 1.0, 1.0)],
        [cloud(LONG, 0.1, 0.2, 0.9), cloud("b", *np.linspace(0, 1, 2000))],
    ],
    ids=lambda clouds: clouds[0].name,
)
def test_any_group_can_be_drawn(clouds: list[Cloud]) -> None:
    assert parsed(raincloud(clouds, 0.25, "x", "alt")) is not None


def test_differences_without_estimate_and_wider_than_anything_can_be_drawn() -> None:
    widest = replace(WHOLE, interval=Interval(-1.0, 1.0, 0.95))
    named = replace(EMPTY, labels={**EMPTY.labels, "first": LONG})
    assert parsed(forest([WHOLE, widest, named], "x", "alt")) is not None


@pytest.mark.parametrize("n_arms", [0, 1, 3, 8])
def test_any_number_of_arms_has_room_in_the_flow_chart(n_arms: int) -> None:
    arms = {f"{LONG}-{n}": (f"{LONG}-{n}\n20 randomised", "20 analysed", "18 finished") for n in range(n_arms)}
    svg = flow_chart(("64 began", "60 randomised"), ["3 did not consent", "1 left"], arms, ("x", "alt"))
    assert parsed(svg) is not None


def test_a_picture_fetches_nothing_and_tells_no_time() -> None:
    svg = forest([WHOLE], "x", "alt")
    addresses = set(re.findall(r"https?://[^\"' <>]+", svg))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<metadata" not in svg
