import shutil
from pathlib import Path

import pytest

from study_app import study_folder
from study_app.errors import StudyError
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS

MAP_SPELT_WRONG = 'explanation = "heatmp"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped study, to be spoilt."""
    return Path(shutil.copytree(PLAIN_GULLS, tmp_path / "mine"))


def spoil(folder: Path, *changes: tuple[str, str], file: str = "study.toml") -> None:
    text = (folder / file).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / file).write_text(text)


def faults(folder: Path) -> list[str]:
    """The lines that reading the folder gives, without the folder's name."""
    with pytest.raises(StudyError) as error:
        study_folder.read(folder)
    return [line.removeprefix(f"{folder}/") for line in str(error.value).splitlines()]


@pytest.mark.parametrize("name", study_folder.shipped())
def test_every_shipped_study_is_without_fault(name: str) -> None:
    written = study_folder.read(study_folder.folder_of(name))
    assert written.study.study.name == name


def test_a_study_outside_the_package_is_found_by_its_path(folder: Path) -> None:
    assert study_folder.folder_of(str(folder)) == folder


def test_an_unknown_study_is_told_with_the_nearest_known_one() -> None:
    with pytest.raises(StudyError, match="no study 'guls'; did you mean 'gulls'"):
        study_folder.folder_of("guls")


def test_a_path_without_a_study_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"study\.toml: no such file"):
        study_folder.folder_of(str(tmp_path))


def test_all_faults_are_told_at_once(folder: Path) -> None:
    spoil(
        folder,
        ('task = "consent"', 'task = "consnt"'),
        ("minutes = 10", 'minutes = "ten"'),
        ('question = "Which gull is this?"', 'qestion = "Which gull is this?"'),
        ('text = "between.md"', 'text = "betwen.md"'),
        ('recipe = "stimuli.toml"', 'recpe = "stimuli.toml"'),
    )
    told = faults(folder)
    assert [line.partition("; did you mean")[0] for line in told] == [
        "study.toml: study.minutes: input should be a valid integer, unable to parse string as an integer; found 'ten'",
        "study.toml: stimuli.recpe: no key 'recpe'",
        "study.toml: block[0].task: no task kind 'consnt'",
        "study.toml: block[2].question: missing",
        "study.toml: block[2].qestion: no key 'qestion'",
        "betwen.md: No such file or directory",
    ]


def test_what_nobody_knows_is_told_with_the_nearest_and_with_all_that_is_known(folder: Path) -> None:
    spoil(
        folder,
        ('recipe = "stimuli.toml"', 'recpe = "stimuli.toml"'),
        ('task = "consent"', 'task = "consnt"'),
        ('question = "Which gull is this?"', 'qestion = "Which gull is this?"'),
    )
    recipe, kind, _, key = faults(folder)
    assert recipe == "study.toml: stimuli.recpe: no key 'recpe'; did you mean 'recipe'? known: recipe"
    assert "; did you mean 'consent'? known: " in kind
    assert {"classify", "consent", "rate", "text"} <= set(kind.partition("known: ")[2].split(", "))
    assert "; did you mean 'question'? known: " in key
    assert {"question", "feedback", "name", "task", "items", "order"} <= set(key.partition("known: ")[2].split(", "))


def test_names_that_do_not_fit_together_are_told(folder: Path) -> None:
    spoil(
        folder,
        ("block_size = 8", "block_size = 5"),
        ('after = "instructions"', 'after = "instruction"'),
        ('items = { pool = "train" }', 'items = { pool = "tain" }'),
        ('contrast = "heatmap - none"', 'contrast = "heatmap - nothing"'),
    )
    assert faults(folder) == [
        "study.toml: allocation.block_size: 5 is not a multiple of the 4 arms; use 4 or 8",
        "study.toml: allocation.after: no block 'instruction'; "
        "known: consent, instructions, training, between, test, ratings, debrief",
        "study.toml: block[2].items.pool: no pool 'tain'; known: train, test",
        "study.toml: hypothesis[0].contrast: no arm 'nothing'; known: none, placebo, heatmap, xnn",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("seats = 160", "seats = 161", "allocation.seats: 161 is not a multiple of block_size 8; use 160 or 168"),
        ("seats = 160", "seats = 4", "allocation.seats: 4 is not a multiple of block_size 8; use 8"),
        ('"California", "Herring"', '"Herring", "Herring"', "items.classes: 'Herring' is there twice"),
        ("minimum_seconds = 4,", "minimum_seconds = -4,", "block[2].feedback.minimum_seconds: input should be greater"),
        ('"by-arm"', '"by-mood"', "block[2].feedback.explanation: input should be 'by-arm'; found 'by-mood'"),
        ('items = { pool = "test" }\n', "", "block[4].items: missing; task 'classify' shows images: items = { pool"),
        ('task = "rate"', 'task = "rate"\nitems = { pool = "test" }', "block[5].items: task 'rate' shows no images"),
        ('platform = "open_link"', 'platform = "openlink"', "recruit.platform: no platform 'openlink'; did you mean"),
        ('after = "instructions"', 'after = "training"', "block[2]: shows the arm's explanation, but the seat is"),
        ('task = "rate"', 'task = "no_such_module:TASK"', "block[5].task: 'no_such_module:TASK' cannot be loaded: "),
        ('text = "consent.md"', 'text = "../consent.md"', "../consent.md: lies outside the study's folder"),
        ('language = "en"', "language = [", "study.toml:6:"),
    ],
)
def test_a_fault_says_where_it_is_and_what_would_be_right(folder: Path, old: str, new: str, told: str) -> None:
    spoil(folder, (old, new))
    assert any(line.removeprefix("study.toml: ").startswith(told) for line in faults(folder)), faults(folder)


def test_a_fault_in_a_table_names_the_table(folder: Path) -> None:
    spoil(folder, ("points =", "pionts ="), file="ratings.toml")
    assert faults(folder) == [
        "ratings.toml: item[0].pionts: no key 'pionts'; did you mean 'points'? "
        "known: name, text, points, low, high, kind, labels, minimum, maximum, required, expected",
    ]


def test_a_text_that_is_no_text_is_told(folder: Path) -> None:
    (folder / "consent.md").write_bytes(b"caf\xe9")
    assert faults(folder) == ["consent.md: not UTF-8 text (byte 3)"]


def test_a_study_that_wants_what_the_stimuli_lack_is_told_all_of_it(folder: Path, stimuli: Path) -> None:
    spoil(folder, ('explanation = "heatmap"', MAP_SPELT_WRONG), ("per_class = 6", "per_class = 12"))
    with pytest.raises(StudyError) as error:
        study_folder.load(str(folder), stimuli / "gulls")
    lines = str(error.value).splitlines()
    assert lines[0].endswith(
        "study.toml: arms.heatmap.explanation: no explanation 'heatmp'; did you mean 'heatmap'? "
        "known: heatmap, placebo, xnn"
    )
    assert "items.pools.test.per_class: 12 wanted, class 'California' has 16 fitting images" in lines[1]
    assert len(lines) == 1 + 4


def test_missing_pictures_are_told(folder: Path, stimuli: Path, tmp_path: Path, gulls: LoadedStudy) -> None:
    torn = Path(shutil.copytree(stimuli / "gulls", tmp_path / "torn"))
    picture = torn / "assets" / gulls.material.stimuli.assets()[0].file_name
    picture.unlink()
    with pytest.raises(StudyError) as error:
        study_folder.load(str(folder), torn)
    assert str(error.value) == f"{picture}: missing; run `gullseye build` again"


def test_the_hash_changes_with_the_definition_a_text_or_a_table_and_with_nothing_else(folder: Path) -> None:
    hashes = [study_folder.read(folder).hash]
    spoil(folder, ("minutes = 10", "minutes = 10  # about"))
    assert study_folder.read(folder).hash == hashes[0]
    spoil(folder, ("minutes = 10", "minutes = 11"))
    hashes.append(study_folder.read(folder).hash)
    (folder / "debrief.md").write_text("Thank you.")
    hashes.append(study_folder.read(folder).hash)
    spoil(folder, ("points = 7", "points = 5"), file="ratings.toml")
    hashes.append(study_folder.read(folder).hash)
    assert len(set(hashes)) == 4
    assert all(len(one) == 64 for one in hashes)


def test_a_task_of_one_s_own_is_used_by_its_dotted_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "mylab_tasks.py").write_text("from study_app.tasks.text import TASK as WORDS\n")
    spoil(folder, ('name = "between"\ntask = "text"', 'name = "between"\ntask = "mylab_tasks:WORDS"'))
    assert study_folder.read(folder).blocks[3].options == {"text": "between.md", "button": "Continue"}


def test_what_does_not_fit_together_is_told_beside_what_is_wrong_by_itself(folder: Path) -> None:
    spoil(
        folder,
        ('language = "en"', 'colour = "en"'),
        ("block_size = 8", "block_size = 7"),
        ('contrast = "xnn - none"', 'contrast = "xmn - none"'),
    )
    with pytest.raises(StudyError) as error:
        study_folder.read(folder)
    told = [line.split("study.toml: ")[1].split(": ")[0] for line in str(error.value).splitlines()]
    assert told == ["study.colour", "allocation.block_size", "allocation.seats", "hypothesis[2].contrast"]


def test_a_table_that_is_faulty_itself_is_held_against_no_other(folder: Path) -> None:
    spoil(folder, ("block_size = 8", 'block_size = "eight"'), ('after = "instructions"', 'after = "nowhere"'))
    with pytest.raises(StudyError) as error:
        study_folder.read(folder)
    assert [line.split("study.toml: ")[1].split(": ")[0] for line in str(error.value).splitlines()] == [
        "allocation.block_size"
    ]
