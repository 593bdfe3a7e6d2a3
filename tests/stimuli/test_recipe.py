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


OWN = """
[explanation.picture]
opacity = 0.4
[explanation.picture.attention_graph]
numbers = false
[picture]
opacity = 0.5
colour_map = "magma"
[picture.attention_graph]
nothing = "none"
edges = false
"""


def test_an_explanation_s_own_picture_table_is_laid_over_the_common_one(tmp_path: Path) -> None:
    (tmp_path / "stimuli.toml").write_text(SOUND + OWN)
    recipe = read_recipe(tmp_path / "stimuli.toml")
    own = recipe.explanation[0].picture
    assert own is not None
    assert (own.opacity, own.colour_map, own.look) == (0.4, "magma", "overlay")
    graph = own.attention_graph
    assert (graph.numbers, graph.edges, graph.nothing) == (False, False, "none")
    assert recipe.picture.attention_graph.numbers


def test_an_explanation_without_a_picture_table_has_none_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "stimuli.toml").write_text(SOUND)
    assert read_recipe(tmp_path / "stimuli.toml").explanation[0].picture is None


def test_faults_of_an_explanation_s_picture_table_are_named_where_they_are(tmp_path: Path) -> None:
    second = '[[explanation]]\nname = "Other"\nmethod = "grad_cam"\n'
    own = '[explanation.picture]\ncolour_mapp = "magma"\nconcepts = { faintest = 2, colors = 1 }\n'
    assert faults_of(tmp_path, SOUND + second + own) == [
        "explanation[1].picture.concepts.faintest: Input should be less than or equal to 1",
        "explanation[1].picture.concepts.colors: no such key; did you mean 'colours'?",
        "explanation[1].picture.colour_mapp: no such key; did you mean 'colour_map'?",
        "explanation[1].name: String should match pattern '^[a-z][a-z0-9_-]*$'",
    ]


def test_a_picture_table_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, SOUND + 'picture = "magma"\n')
    assert fault == "explanation[0].picture: wants one table, not 'magma'"


def test_a_table_that_is_written_as_a_list_is_refused_in_words(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, SOUND + '[[items]]\nbaseline = "blur"\n')
    assert fault == "items: wants one table, not a list of tables"


@pytest.mark.parametrize(
    ("keep", "fault"),
    [
        ("right = 0, wrong = 0", "images.keep: right and wrong: both are 0, so that no image is kept"),
        ("right = -1", "images.keep.right: Input should be greater than or equal to 0"),
        ("rihgt = 1", "images.keep.rihgt: no such key; did you mean 'right'?"),
    ],
)
def test_what_is_to_be_kept_is_checked(tmp_path: Path, keep: str, fault: str) -> None:
    assert faults_of(tmp_path, SOUND.replace("per_class = 3", f"per_class = 3\nkeep = {{ {keep} }}")) == [fault]


def test_of_images_to_learn_from_none_are_left_out(tmp_path: Path) -> None:
    fit = '[fit]\nsource = "gulls"\nper_class = 3\nkeep = { right = 1 }\n'
    assert faults_of(tmp_path, SOUND + fit) == [
        "fit.keep: methods learn from all images of [fit]; only [images] may have it"
    ]
