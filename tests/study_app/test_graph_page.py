"""An attention graph on a page: what is in its HTML, and what is not where an arm must not see it."""

import re
from pathlib import Path

from flask import Flask

from stimuli.manifest import AttentionGraph
from study_app import study_folder
from study_app.study.page import Page, Prompt
from study_app.study.plan import Place, after_seat
from study_app.study.task import ANSWER, FEEDBACK
from study_app.study.words import english
from study_app.tasks.classify import TASK
from tests.builders import write_stimulus_set
from tests.graph_pictures import ALT, attention_graph, give_graphs


def feedback(folder: Path, graph: AttentionGraph) -> Page:
    give_graphs(folder, write_stimulus_set(folder), "heatmap", graph)
    study = study_folder.load("gulls", folder)
    trial = next(trial for trial in after_seat(study.design, Place("heatmap", 0), 5) if trial.block == "training")
    return TASK.page(trial, FEEDBACK, {ANSWER: {"species": "Herring"}}, study.material)


def html_of(app: Flask, folder: Path, **shown: bool) -> str:
    figures = feedback(folder, attention_graph(folder, **shown)).prompt.figures
    with app.test_request_context():
        template = app.jinja_env.get_template("participant/_prompts.html")
        return str(template.module.figures_of(Prompt(figures=(figures[1],)), english()))  # type: ignore[attr-defined]


def names(html: str) -> list[str]:
    return re.findall(r'role="button"[^>]*? aria-label="([^"]*)"', html)


def told(html: str) -> list[str]:
    found = re.findall(r'<p data-of="\d+"[^>]*>(.*?)</p>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", "", one).split()) for one in found]


def said(html: str) -> list[str]:
    return re.findall(r'data-said="([^"]*)"', html)


def test_the_figure_has_the_graph_and_the_page_loads_its_tiles_instead_of_the_picture(tmp_path: Path) -> None:
    page = feedback(tmp_path, attention_graph(tmp_path))
    picture, explained = page.prompt.figures  # its key is in words: the legend is that of the printed drawing
    assert explained.graph is not None
    assert page.assets() == (picture.asset, explained.graph.tiles)


def test_a_graph_in_which_nothing_was_found_is_its_picture(tmp_path: Path) -> None:
    nothing = {"nodes": (), "edges": (), "n_roots": 0, "tiles": None}
    page = feedback(tmp_path, attention_graph(tmp_path).model_copy(update=nothing))
    explained = page.prompt.figures[1]
    assert explained.graph is None
    assert explained.asset in page.assets()


def test_the_whole_is_a_group_with_a_name_and_every_node_a_button_with_one(app: Flask, tmp_path: Path) -> None:
    html = html_of(app, tmp_path)
    assert f'role="group" aria-label="{ALT}"' in html
    assert len(names(html)) == 9
    assert names(html)[0] == "Part 1 of 9, row 1: 3 patches shown, 97 percent"
    assert names(html)[7] == "Part 8 of 9, row 3: 1 patch shown, 33 percent"


def test_the_large_picture_has_its_facts_in_words(app: Flask, tmp_path: Path) -> None:
    html = html_of(app, tmp_path)
    assert told(html)[0] == "97 % 3 of 9 patches shown."
    assert told(html)[2] == "62 % 2 of 9 patches shown. Without the outlined patch: 35 points less than 97 %."
    assert told(html)[4] == (
        "75 % 2 of 9 patches shown. Without one outlined patch: 22 points less than 97 %, 18 points less than 93 %."
    )
    assert said(html)[6] == "Part 2 without the patch in row 1, column 2: 9 points more."


def test_more_than_the_whole_is_shown_as_it_is_and_explained(app: Flask, tmp_path: Path) -> None:
    key = "More than 100 %: the computer is surer than with the whole picture."
    assert "102 %" in html_of(app, tmp_path)
    assert key in html_of(app, tmp_path)
    assert key not in html_of(app, tmp_path, numbers=False)


def test_without_numbers_no_share_is_in_the_html(app: Flask, tmp_path: Path) -> None:
    html = html_of(app, tmp_path, numbers=False)
    assert not re.search(r"%(?!\")|percent|point|less|more", html)
    for number in (97, 93, 62, 41, 75, 29, 33, 102):
        assert not re.search(rf">\s*{number}\b|\b{number} ", " ".join([*told(html), *names(html), *said(html)]))
    assert "<text" not in html
    assert names(html)[0] == "Part 1 of 9, row 1: 3 patches shown"
    assert told(html)[2] == "2 of 9 patches shown. The outlined patch is taken away."
    assert said(html)[2] == "Part 1 without the patch in row 1, column 3."


def test_without_links_no_edge_no_removed_patch_and_no_relation_is_in_the_html(app: Flask, tmp_path: Path) -> None:
    html = html_of(app, tmp_path, links=False)
    for trace in ("graph__edge", "graph__gap", "data-parents", "data-said", "data-from", "data-to", "outlined"):
        assert trace not in html
    assert told(html)[4] == "75 % 2 of 9 patches shown."


def test_nodes_stand_in_the_same_place_whatever_is_shown_of_them(app: Flask, tmp_path: Path) -> None:
    place = r'class="graph__node"[^>]*? x="([\d.]+)" y="([\d.]+)"'
    found = [
        re.findall(place, html_of(app, tmp_path / f"{numbers}{links}", numbers=numbers, links=links))
        for numbers in (True, False)
        for links in (True, False)
    ]
    assert len(found[0]) == 9
    assert found == [found[0]] * 4


def test_the_strict_policy_has_nothing_to_forbid(app: Flask, tmp_path: Path) -> None:
    assert not re.search(r"<style|<script| style=| on[a-z]+=", html_of(app, tmp_path))
