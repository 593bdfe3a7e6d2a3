"""A keyboard is enough for every task kind, and one sees where one is all the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from study_app import tasks
from study_app.database import reading
from study_app.models import Trial
from study_app.runtime import EXTENSION
from tests.browser.keyboard import KeyboardUser
from tests.browser.site import Site, serving, visitor
from tests.browser.whole_study import whole_study

pytestmark = pytest.mark.browser

MOST_PAGES = 60


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, stimuli = tmp_path_factory.mktemp("studies") / "whole", tmp_path_factory.mktemp("stimuli")
    study = whole_study(folder, stimuli)
    with serving(tmp_path_factory.mktemp("instance"), (str(study),), stimuli) as site:
        yield site


def test_a_whole_study_with_every_task_kind_is_taken_with_the_keyboard_alone(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        somebody = KeyboardUser(guest)
        somebody.open("/s/whole")
        while guest.page.locator(".ended").count() == 0:
            assert somebody.n_pages < MOST_PAGES
            somebody.answer()
        expect(guest.page.locator("h1")).to_have_text("Thank you")
        assert len(guest.page.locator(".code__value").inner_text()) == 8
        assert somebody.complaints == []
    with reading(site.app.extensions[EXTENSION].sessions) as session:
        answered = {trial.plan["task"] for trial in session.query(Trial) if trial.answers}
    assert answered == set(tasks.names())
