from pathlib import Path

import pytest

from stimuli.errors import StimuliError
from stimuli.gulls.picture import DEFAULT_DIFFICULTY
from stimuli.recipe import FolderImages, GullImages, read_recipe
from stimuli.score_settings import ScoreSettings

SOUND = """
[images]
source = "gulls"
per_class = 3
[classifier]
source = "gulls"
[[explanation]]
name = "heatmap"
method = "grad_cam"
"""


def faults_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "stimuli.toml"
    path.write_text(text)
    with pytest.raises(StimuliError) as fault:
        read_recipe(path)
    return [line.removeprefix(f"{path}: ") for line in str(fault.value).splitlines()]


def test_a_sound_recipe_is_read(tmp_path: Path) -> None:
    (tmp_path / "stimuli.toml").write_text(SOUND)
    recipe = read_recipe(tmp_path / "stimuli.toml")
    assert isinstance(recipe.images, GullImages)
    assert recipe.images.difficulty == DEFAULT_DIFFICULTY
    assert recipe.picture.colour_map == "cividis"


def test_any_other_source_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "stimuli.toml").write_text(SOUND.replace('source = "gulls"\nper', 'source = "my/birds"\nper'))
    assert isinstance(read_recipe(tmp_path / "stimuli.toml").images, FolderImages)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        """
        surplus = 1
        [images]
        source = "gulls"
        per_clas = 3
        difficulty = 2.0
        [classifier]
        [[explanation]]
        name = "Heat Map"
        method = "grad_cam"
        of = "truth"
        [picture]
        colour_map = "jet"
        opacity = 0.0
        """,
    )
    assert faults == [
        "surplus: no such table; known: images, classifier, explanation, fit, class_pages, items, picture, scores",
        "images.per_class: missing",
        "images.difficulty: Input should be less than or equal to 1",
        "images.per_clas: no such key; did you mean 'per_class'?",
        "classifier.source: missing",
        "picture.colour_map: 'jet' shows edges where there are none and fails colour-blind readers; "
        "use one of cividis, viridis, inferno, magma, plasma",
        "picture.opacity: Input should be greater than 0",
        "explanation[0].name: String should match pattern '^[a-z][a-z0-9_-]*$'",
        "explanation[0].of: Input should be 'label' or 'predicted'",
    ]


def test_a_recipe_without_explanations_is_refused(tmp_path: Path) -> None:
    text = SOUND.split("[[explanation]]")[0]
    assert faults_of(tmp_path, text) == ["explanation: missing; give at least one [[explanation]] table"]


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    text = SOUND + '[[explanation]]\nname = "heatmap"\nmethod = "random_map"\n'
    assert faults_of(tmp_path, text) == ["explanation: the name 'heatmap' is given twice"]


def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "not TOML" in faults_of(tmp_path, "[images\n")[0]


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    with pytest.raises(StimuliError, match=r"stimuli\.toml: cannot be read"):
        read_recipe(tmp_path / "stimuli.toml")


def test_the_settings_of_scores_are_checked(tmp_path: Path) -> None:
    (tmp_path / "stimuli.toml").write_text(SOUND + "[scores]\nsteps = 20\n")
    assert read_recipe(tmp_path / "stimuli.toml").scores == ScoreSettings(steps=20)
    assert faults_of(tmp_path, SOUND + '[scores]\nstep = 20\nbaseline = "white"\nside = 1\n') == [
        "scores.baseline: Input should be 'auto', 'blur', 'heavy_blur', 'inpaint', 'noise', 'grey' or 'black'",
        "scores.side: Input should be greater than or equal to 2",
        "scores.step: no such key; did you mean 'steps'?",
    ]
