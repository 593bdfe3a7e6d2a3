"""[flow] zoom reaches every page of a session, and no page has it where a study does not ask."""

from dataclasses import replace
from pathlib import Path

import pytest

from study_app.app import create_app
from study_app.config import Settings
from study_app.entry import entry_link
from study_app.runtime import EXTENSION
from tests.study_app.small_studies import small_study
from tests.study_app.walking import Walker

TEST = '[[block]]\nname = "test"\ntask = "classify"\nitems = { pool = "few" }\nquestion = "Which?"\n'


@pytest.mark.parametrize(("more", "expected"), [("[flow]\nzoom = true\n", {True}), ("", {False})])
def test_a_study_says_whether_pictures_can_be_enlarged(
    settings: Settings, tmp_path: Path, more: str, expected: set[bool]
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    small_study(folder, TEST, more=more)
    app = create_app(replace(settings, studies=(str(folder),), stimuli=folder / "stimuli"))
    walker = Walker(app.test_client())
    walker.begin(entry_link(app.extensions[EXTENSION].settings, "small", "robot"))
    pages = [page for page in walker.walk_to_end() if "data-trial" in page.text]
    assert len(pages) == 5
    for wanted in ("data-zoom", "/static/zoom.mjs", "/static/zoom.css", 'data-words-enlarge="Enlarge"'):
        assert {wanted in page.text for page in pages} == expected
    app.extensions[EXTENSION].sessions.kw["bind"].dispose()
