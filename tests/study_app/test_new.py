"""`gullseye new`: a study that can be taken at once, whole or not at all."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from study_app import study_folder
from study_app.cli import gullseye
from study_app.commands import new
from study_app.entry import entry_link
from study_app.errors import StudyError
from study_app.robot_mind import Behaviour, planned_skills
from study_app.robots import Site, run_robots
from study_app.runtime import EXTENSION, Runtime
from study_app.study.design import Design
from tests.browser.site import serving
from tests.journeys.commands import gullseye as in_a_process

every_template = pytest.mark.parametrize("template", new.templates())


def begun(*arguments: str | Path) -> Result:
    return CliRunner().invoke(gullseye, ["new", *map(str, arguments)])


def test_the_templates_are_the_scaffolds_and_every_shipped_study() -> None:
    assert list(new.templates()) == ["blank", *study_folder.shipped()]


@every_template
def test_a_new_study_is_sound_and_has_the_folders_name(template: str, tmp_path: Path) -> None:
    done = begun(tmp_path / "mine", "--template", template)
    assert done.exit_code == 0, done.output
    written = study_folder.read(tmp_path / "mine")
    assert written.study.study.name == "mine"
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]


@every_template
def test_check_finds_no_fault_in_a_new_study(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(tmp_path / "instance"))
    begun(tmp_path / "mine", "--template", template)
    done = CliRunner().invoke(gullseye, ["check", str(tmp_path / "mine")])
    assert done.exit_code == 0, done.output
    assert "Error" not in done.output


def test_a_copy_says_in_its_readme_where_it_is_from(tmp_path: Path) -> None:
    begun(tmp_path / "mine", "--template", "gulls")
    readme = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("> **mine** began as a copy of `gulls`, a study that comes with Gullseye")
    assert "\n# Which gull is it?\n" in readme


def test_editors_are_led_to_the_schema_that_is_written_beside_the_study(tmp_path: Path) -> None:
    for template in ("blank", "gulls"):
        begun(tmp_path / template / "mine", "--template", template)
        text = (tmp_path / template / "mine" / "study.toml").read_text(encoding="utf-8")
        assert text.startswith("#:schema ./study.schema.json\n")
        assert text.count("#:schema") == 1
        assert (tmp_path / template / "mine" / "study.schema.json").is_file()


def test_it_says_what_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = begun("mine")
    lines = [line.split("  #")[0].strip() for line in done.output.splitlines()]
    assert lines == [
        "mine: a study of template 'blank'. What comes next:",
        "gullseye check mine",
        "gullseye build mine",
        "gullseye demo mine",
    ]


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("precious")
    done = begun(tmp_path / "mine")
    assert isinstance(done.exception, StudyError)
    assert str(done.exception) == f"{tmp_path}/mine: is there already, and not empty; give a folder that is not there"
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled_and_missing_ones_above_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert begun(tmp_path / "empty").exit_code == 0
    assert begun(tmp_path / "far" / "away").exit_code == 0
    assert study_folder.read(tmp_path / "empty").study.study.name == "empty"
    assert study_folder.read(tmp_path / "far" / "away").study.study.name == "away"


@pytest.mark.parametrize("name", ["My Study", "2gulls", "a" * 41, "gülls", "-x"])
def test_a_name_that_no_study_can_have_is_refused(name: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(gullseye, ["new", "--", str(tmp_path / name)])
    assert "cannot be a study's name" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_shipped_study_is_refused(tmp_path: Path) -> None:
    done = begun(tmp_path / "gulls")
    assert str(done.exception).endswith("'gulls' is the name of a study that comes with Gullseye; choose another")


def test_nothing_is_left_where_the_disk_refuses_midway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torn = tmp_path / "templates" / "torn"
    torn.mkdir(parents=True)
    (torn / "study.toml").write_text("no name here")
    monkeypatch.setattr(new, "templates", lambda: {"blank": torn})
    place = tmp_path / "place"
    assert begun(place / "mine").exit_code == 1
    assert list(place.iterdir()) == []


def test_the_blank_study_tells_its_numbers(tmp_path: Path) -> None:
    new.begin(tmp_path / "mine", "blank")
    written = study_folder.read(tmp_path / "mine")
    design = Design(written.study, written.blocks, {})
    n = {one.block.name: design.n_trials_of(one) for one in written.blocks}
    assert f"**{written.study.study.minutes} minutes**" in written.sources["consent.md"]
    assert f"**{n['test']} pictures**" in written.sources["instructions.md"]
    assert [name for name in written.study.items.classes if name not in written.sources["instructions.md"]] == []
    assert len(written.study.arms) == 2
    assert "one of two groups" in written.sources["debrief.md"]


@pytest.mark.slow
def test_the_blank_study_is_built_and_robots_take_it_to_its_end(tmp_path: Path) -> None:
    in_a_process("new", "mine", folder=tmp_path)
    in_a_process("build", "mine", folder=tmp_path)
    said = in_a_process("check", "mine", folder=tmp_path)
    assert "The stimuli are built: 16 images with heatmap" in said
    assert "Error" not in said
    folder = str(tmp_path / "mine")
    with serving(tmp_path, (folder,), tmp_path / "instance" / "stimuli") as site:
        runtime: Runtime = site.app.extensions[EXTENSION]
        study = runtime.studies["mine"]
        robots = Site(site.url, entry_link(runtime.settings, "mine", "robot"), study, runtime.sessions)
        assert run_robots(robots, 4, Behaviour(planned_skills(study.study))).finished == 4
