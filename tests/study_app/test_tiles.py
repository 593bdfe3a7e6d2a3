"""An explanation of several pictures: one figure, its tiles in order, each with its caption in words."""

import re

import pytest
from flask import Flask

from stimuli.manifest import Asset
from study_app import study_folder
from study_app.study.page import Figure, Page, Prompt
from study_app.study.plan import Place, after_seat
from study_app.study.task import ANSWER, FEEDBACK
from study_app.study.words import words_in
from study_app.study_folder import LoadedStudy
from study_app.tasks.classify import TASK
from tests.builders import give_tiles, write_stimulus_set

N_TILES = 5


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    """The shipped study, its heat maps drawn as five pictures each."""
    folder = tmp_path_factory.mktemp("tiles")
    give_tiles(folder, write_stimulus_set(folder), "heatmap", N_TILES)
    return study_folder.load("gulls", folder)


def asset(number: int, caption: str = "") -> Asset:
    facts = {"suffix": ".webp", "media_type": "image/webp", "width_px": 9, "height_px": 9, "size_bytes": 9, "alt": "x"}
    return Asset.model_validate({"sha256": f"{number:064x}", "caption": caption, **facts})


def figure(n_tiles: int) -> Figure:
    return Figure(
        asset(0, "A +1.00"), "Looked at", "explanation", tuple(asset(n, f"{n} < 1") for n in range(1, n_tiles))
    )


def html_of(app: Flask, *figures: Figure) -> str:
    with app.test_request_context():
        template = app.jinja_env.get_template("participant/_prompts.html")
        return str(template.module.figures_of(Prompt(figures=figures), words_in("en")))  # type: ignore[attr-defined]


def feedback(study: LoadedStudy) -> Page:
    trial = next(trial for trial in after_seat(study.design, Place("heatmap", 0), 5) if trial.block == "training")
    return TASK.page(trial, FEEDBACK, {ANSWER: {"species": "Herring"}}, study.material)


def test_all_tiles_of_an_explanation_are_one_figure(tiled: LoadedStudy) -> None:
    figures = feedback(tiled).prompt.figures
    assert [figure.role for figure in figures] == ["stimulus", "explanation", "legend"]
    assert [one.caption for one in figures[1].assets] == ["A +1.00", "B +0.90", "C +0.80", "D +0.70", "E +0.60"]


def test_every_tile_is_there_before_the_page_is_shown(tiled: LoadedStudy) -> None:
    assert len(feedback(tiled).assets()) == 1 + N_TILES + 1


@pytest.mark.parametrize(
    ("n_tiles", "columns", "rows"),
    [(1, 1, 1), (2, 2, 2), (3, 2, 2), (4, 2, 2), (5, 3, 2), (6, 3, 2), (7, 3, 3), (9, 3, 3), (10, 4, 3), (16, 4, 4)],
)
def test_tiles_stand_in_the_smallest_grid(n_tiles: int, columns: int, rows: int) -> None:
    assert (figure(n_tiles).columns, figure(n_tiles).rows) == (columns, rows)


def test_every_tile_has_its_caption_under_it_and_the_common_one_stands_once(app: Flask) -> None:
    html = html_of(app, figure(3))
    assert re.findall(r"<p>(.*?)</p>", html) == ["A +1.00", "1 &lt; 1", "2 &lt; 1"]
    assert re.findall(r"<figcaption>(.*?)</figcaption>", html) == ["Looked at"]
    assert 'data-columns="2" data-rows="2"' in html


def test_one_tile_is_as_large_as_any_picture_and_has_its_caption_before_the_common_one(app: Flask) -> None:
    html = html_of(app, figure(1))
    assert "tiles" not in html
    assert '<figcaption><strong class="tile__caption">A +1.00</strong> Looked at</figcaption>' in html


def test_a_picture_without_a_caption_of_its_own_is_drawn_as_before_there_were_tiles(app: Flask) -> None:
    html = html_of(app, Figure(asset(7), "Looked at", "explanation"), Figure(asset(8), role="legend"))
    sources = r'<img src="[^"]*" alt="x" width="9" height="9" draggable="false">'
    assert re.sub(sources, "IMG", html) == (
        """
<figure class="figure figure--explanation">
  <div class="figure__mat">IMG</div>
  <figcaption>Looked at</figcaption>
  <div class="figure__legend">IMG</div>
</figure>"""
    )
