"""A build with concepts and pages of examples, from pictures of the planted colours: learnt, shown, kept, refused."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stimuli import manifest
from stimuli.assets import path_of
from stimuli.build.study import Build, construct
from stimuli.errors import StimuliError
from stimuli.images import load
from stimuli.lesson import lesson
from stimuli.store import Store

MORE = """
[fit]
source = "lesson"
size_px = 64

[class_pages]
images = 2

[scores]
steps = 2

[[explanation]]
name = "concepts"
method = "xnn"
of = "predicted"

[explanation.parameters]
map = { method = "grad_cam" }
views = 0
rows = 600
batch = 50
epochs = 25
concepts = 2
least_r2 = -9.0
"""  # least_r2: so little is learnt here that how faithful it is depends on the processor


@pytest.fixture
def taught(study: Path) -> Path:
    """The study of two colours, whose concepts are learnt from other pictures."""
    for picture in lesson():
        path = study / "lesson" / f"{picture.name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture.open().pixels).save(path)
    recipe = study / "stimuli.toml"
    recipe.write_text(recipe.read_text() + MORE)
    return study


def built(study: Path) -> Build:
    return construct(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False)


def test_every_explanation_and_none_has_a_page_of_each_class(taught: Path) -> None:
    stimuli = built(taught).stimuli
    assert {name: set(pages) for name, pages in stimuli.class_pages.items()} == {
        name: {"blue", "red"} for name in ("", "heatmap", "placebo", "concepts")
    }
    assert manifest.faults(stimuli, taught / "out") == []
    pages = [page for each in stimuli.class_pages.values() for page in each.values()]
    assert len({(page.width_px, page.height_px) for page in pages}) == 1  # the room of names is kept without them
    assert {page.smaller for page in pages} == {()}  # drawn as large as the window


def test_all_arms_see_the_same_pictures_and_none_of_the_study(taught: Path) -> None:
    """The plain page of red shows pictures of the lesson, whose only colour is red, on dark grey."""
    stimuli = built(taught).stimuli
    plain = load(path_of(stimuli.class_pages[""]["red"], taught / "out")).astype(int)
    blue = load(path_of(stimuli.class_pages[""]["blue"], taught / "out")).astype(int)
    assert (plain[..., 0] - plain[..., 2]).max() > 90
    assert (plain[..., 2] - plain[..., 0]).max() < 40
    assert (blue[..., 2] - blue[..., 0]).max() > 90
    explained = {stimuli.class_pages[name]["red"].sha256 for name in ("", "heatmap", "concepts")}
    assert len(explained) == 3


def test_a_second_build_learns_and_draws_nothing(taught: Path) -> None:
    first, second = built(taught), built(taught)
    assert first.work.n_fitted == 1
    assert (second.work.n_fitted, second.work.n_explanations, second.work.n_drawings) == (0, 0, 0)
    assert second.stimuli == first.stimuli


def test_concepts_carry_what_they_add_and_how_far_they_are_off(taught: Path) -> None:
    for stimulus in built(taught).stimuli.stimuli:
        scores = stimulus.explanation("concepts").scores
        tiles = stimulus.explanation("concepts").assets
        assert len(tiles) == max(1, scores["n_concepts"])  # where nothing was found, a tile says so
        assert abs(scores["imitation_error"]) < 5  # of logits that reach 20; no more is learnt in a second
        assert stimulus.explanation("concepts").images_forward == scores["n_concepts"]


def test_modules_that_are_not_faithful_enough_stop_the_build_and_are_named(taught: Path) -> None:
    recipe = taught / "stimuli.toml"
    recipe.write_text(recipe.read_text().replace("least_r2 = -9.0", "least_r2 = 1.0"))
    with pytest.raises(StimuliError) as fault:
        built(taught)
    lines = str(fault.value).splitlines()
    assert [line.split(": ")[1] for line in lines] == ["blue", "red"]
    assert all("less than least_r2 = 1" in line for line in lines)


def test_pages_are_refused_that_would_show_what_the_study_asks_about(taught: Path) -> None:
    shown, learnt = taught / "photographs" / "red" / "0.png", taught / "lesson" / "red" / "0.png"
    learnt.write_bytes(shown.read_bytes())
    with pytest.raises(StimuliError, match=r"class_pages: 1 images, 'red/0.png' among them, are in \[images\] and"):
        built(taught)


def test_pages_want_pictures_of_their_own(study: Path) -> None:
    recipe = study / "stimuli.toml"
    recipe.write_text(recipe.read_text() + "[class_pages]\n")
    with pytest.raises(StimuliError, match="class_pages: wants a \\[fit\\] table"):
        built(study)


def test_too_few_pictures_are_refused_before_anything_is_computed(taught: Path) -> None:
    for n in range(20):
        (taught / "lesson" / "red" / f"{n}.png").unlink()
    with pytest.raises(StimuliError, match=r"fit: explanation 'concepts': class 'red' has 9 images .* 24 in all"):
        built(taught)
    assert not (taught / "store").exists()
    assert np.all([not path.is_dir() for path in (taught / "out").glob("assets")])
