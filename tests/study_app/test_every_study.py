"""What every shipped study must give; a new folder is covered with no edit here."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from stimuli.recipe import read_recipe
from study_app import study_folder
from study_app.entry import entry_link
from study_app.models import Participant
from study_app.robot_mind import Behaviour, planned_skills
from study_app.robots import Site, run_robots
from study_app.runtime import EXTENSION, Runtime
from study_app.study_folder import SHIPPED
from tests.browser.site import serving
from tests.study_app.shipped import WORDS
from tests.study_app.small_sets import write_fitting_set

every_study = pytest.mark.parametrize("name", study_folder.shipped())


@every_study
def test_it_is_a_sound_study_under_the_name_of_its_folder(name: str) -> None:
    assert study_folder.read(SHIPPED / name).study.study.name == name


@every_study
def test_its_readme_says_what_it_is_after(name: str) -> None:
    assert (SHIPPED / name / "README.md").read_text(encoding="utf-8").startswith("# ")


@every_study
def test_every_text_begins_with_one_heading(name: str) -> None:
    texts = {n: t for n, t in study_folder.read(SHIPPED / name).sources.items() if n.endswith(".md")}
    assert texts
    assert {n: len(re.findall(r"^# ", t, flags=re.MULTILINE)) for n, t in texts.items()} == dict.fromkeys(texts, 1)


@every_study
def test_its_recipe_makes_the_explanations_that_its_arms_show(name: str) -> None:
    study = study_folder.read(SHIPPED / name).study
    made = {plan.name for plan in read_recipe(SHIPPED / name / study.stimuli.recipe).explanation}
    assert {arm.explanation for arm in study.arms.values()} - {None} <= made


@every_study
def test_its_consent_tells_how_long_it_takes(name: str) -> None:
    written = study_folder.read(SHIPPED / name)
    assert f"about **{written.study.study.minutes} minutes**" in written.sources["consent.md"]


@every_study
def test_its_debriefing_tells_of_as_many_groups_as_there_are_arms(name: str) -> None:
    written = study_folder.read(SHIPPED / name)
    told = written.sources["debrief.md"]
    assert f"into one of {WORDS[len(written.study.arms)]} groups" in told
    assert told.count("\n- **") == len(written.study.arms)


@every_study
def test_its_debriefing_comes_last_names_every_deception_and_asks_again(name: str) -> None:
    written = study_folder.read(SHIPPED / name)
    words = [one.deception for one in written.study.conditions.values() if one.deception]
    assert words, "a shipped study has a placebo"
    assert [word for word in words if word not in written.sources["debrief.md"]] == []
    last = written.blocks[-1]
    assert (last.block.task, last.options["ask"]) == ("debrief", True)


@pytest.mark.slow
@every_study
def test_robots_take_it_to_its_end_and_every_arm_gets_its_share(name: str, tmp_path: Path) -> None:
    study = study_folder.read(SHIPPED / name).study
    write_fitting_set(tmp_path / "stimuli" / name, study)
    with serving(tmp_path, (name,), tmp_path / "stimuli") as site:
        runtime: Runtime = site.app.extensions[EXTENSION]
        link = entry_link(runtime.settings, name, "robot")
        robots = Site(site.url, link, runtime.studies[name], runtime.sessions)
        size = study.allocation.block_size
        summary = run_robots(robots, size, Behaviour(planned_skills(study)))
        with runtime.sessions() as session:
            counted = select(Participant.arm, func.count()).group_by(Participant.arm)
            per_arm = dict(session.execute(counted).all())
    assert summary.finished == size
    assert per_arm == dict.fromkeys(study.arms, size // len(study.arms))
