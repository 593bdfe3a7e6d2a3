"""A page of examples is as large as the window lets it be, in the same place in every arm."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FloatRect, expect

from stimuli import manifest
from stimuli.manifest import Asset
from tests.browser.site import DESKTOP, LANDSCAPE, Site, Visitor, serving, short_study, visitor
from tests.builders import write_stimulus_set

pytestmark = pytest.mark.browser

UPRIGHT = (768, 1024)
SIZES = pytest.mark.parametrize("size", [DESKTOP, LANDSCAPE, UPRIGHT], ids=["desktop", "tablet", "upright tablet"])
NEEDED = "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"
TRAINING = '[[block]]\nname = "training"'
LEARNING = """[[block]]
name = "learning"
task = "learn"
text = "This is the {class} Gull"
caption = "Pictures of one gull"
minimum_seconds = 0.4

"""
SHAPES = {"heatmap": (1046, 1218), "none": (958, 259)}  # of the pages: five rows with names, one without


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with a study for each of two arms, whose pages are of different shapes."""
    instance, folder = tmp_path_factory.mktemp("instance"), tmp_path_factory.mktemp("studies")
    studies = [_with_pages(folder, instance / "stimuli", arm, shape) for arm, shape in SHAPES.items()]
    with serving(instance, tuple(map(str, studies)), instance / "stimuli") as site:
        yield site


def _with_pages(folder: Path, stimuli: Path, arm: str, shape: tuple[int, int]) -> Path:
    study = short_study(folder, arm)
    definition = study / "study.toml"
    definition.write_text(definition.read_text().replace(TRAINING, LEARNING + TRAINING))
    made = write_stimulus_set(stimuli / study.name)
    page = _page(stimuli / study.name, shape)
    pages = {name: dict.fromkeys(made.classes, page) for name in made.class_pages}
    manifest.write(made.model_copy(update={"class_pages": pages}), stimuli / study.name)
    return study


def _page(folder: Path, shape: tuple[int, int]) -> Asset:
    draft = folder / "page.webp"
    Image.new("RGB", shape, "white").save(draft, "WEBP")
    name = sha256(draft.read_bytes()).hexdigest()
    size_bytes = draft.stat().st_size
    draft.rename(folder / manifest.ASSET_FOLDER / f"{name}.webp")
    return Asset(
        sha256=name,
        suffix=".webp",
        media_type="image/webp",
        width_px=shape[0],
        height_px=shape[1],
        size_bytes=size_bytes,
        alt="Pictures of one bird",
    )


def places(guest: Visitor) -> list[FloatRect | None]:
    """Where everything is once one may go on."""
    expect(guest.page.get_by_role("button", name="Continue")).not_to_have_attribute("aria-disabled", "true")
    return [guest.page.locator(part).first.bounding_box() for part in ("h1", ".figure img", ".controls .button")]


@SIZES
def test_the_page_is_in_the_same_place_in_every_arm_whatever_its_shape(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    found = []
    for arm in SHAPES:
        with visitor(chromium, site, size) as guest:
            guest.begin(f"gulls-{arm}")
            found.append(places(guest))
    assert found[0] == found[1]


@SIZES
def test_the_page_fits_the_window_and_its_tiles_can_be_told(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    with visitor(chromium, site, size) as guest:
        guest.begin("gulls-heatmap")
        picture = places(guest)[1]
        assert picture is not None
        assert guest.page.evaluate(NEEDED) == list(size)
        # a tile is 224 of the page's 1218 px
        assert 224 * min(picture["width"] / 1046, picture["height"] / 1218) > 100


def test_one_class_follows_the_other_and_then_the_practice(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-heatmap")
        told = []
        for _ in range(2):
            told.append(guest.page.locator("h1").inner_text())
            guest.go_on()
        assert set(told) == {"This is the California Gull", "This is the Herring Gull"}
        assert guest.page.get_by_role("heading", name="Which gull is this?").is_visible()
        answers = [answer for answer in site.last_answers() if "learn" in answer.values]
        assert [f"This is the {answer.values['class']} Gull" for answer in answers] == told
        assert all(answer.timing["clock"] == "frame" and answer.timing["rt_ms"] >= 400 for answer in answers)
