import numpy as np
import pytest

from analysis.figures.key import look
from analysis.figures.score_benefit import ScorePanel, score_benefit
from tests.analysis.svg import parsed

RISING = np.array([[0.0, -0.1, -0.2, 0.0], [1.0, 0.3, 0.2, 0.4]])


def panel(n: int = 6, *, runs_down: bool = False, line: bool = True) -> ScorePanel:
    scores, benefits = np.linspace(0, 1, n), np.linspace(-0.1, 0.3, n)
    return ScorePanel("insertion", "better", scores, benefits, RISING if line else None, "ρ = 1", runs_down)


def marks(svg: str, name: str) -> int:
    """How many points are drawn in the group of that name."""
    (group,) = [each for each in parsed(svg).iter() if each.get("id") == name]
    return sum(each.tag.endswith("use") for each in group.iter())


@pytest.mark.parametrize("n_panels", [1, 2, 3, 5])
def test_every_panel_has_its_images_and_its_line(n_panels: int) -> None:
    svg = score_benefit([panel()] * n_panels, look(1), "figure", "Scores against benefits of images, in words.")
    for place in range(n_panels):
        assert marks(svg, f"panel-{place}-images") == 6
        assert f'id="panel-{place}-line"' in svg
    assert f"panel-{n_panels}-images" not in svg


def test_without_a_line_the_images_stand_alone() -> None:
    svg = score_benefit([panel(line=False)], look(0), "figure", "Scores against benefits of images, in words.")
    assert marks(svg, "panel-0-images") == 6
    assert "panel-0-line" not in svg


def test_an_axis_that_runs_down_turns_the_picture_round() -> None:
    def across(svg: str) -> list[float]:
        (group,) = [each for each in parsed(svg).iter() if each.get("id") == "panel-0-images"]
        return [float(each.get("x", "nan")) for each in group.iter() if each.tag.endswith("use")]

    alt = "Scores against benefits of images, in words."
    up, down = (across(score_benefit([panel(runs_down=flag)], look(0), "f", alt)) for flag in (False, True))
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)


def test_one_image_can_be_drawn() -> None:
    one = ScorePanel("deletion", "better", np.array([0.2]), np.array([0.0]))
    assert (
        marks(score_benefit([one], look(0), "figure", "One image without any benefit, in words."), "panel-0-images")
        == 1
    )
