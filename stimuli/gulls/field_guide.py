"""The field guide: a page per species with its marks labelled, and one sheet of all eight."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stimuli.gulls.files import picture_bytes, write_atomically
from stimuli.gulls.marks import SPECIES, latin_name, most_similar, separating_marks, species_named, table
from stimuli.gulls.page import PALE_INK, Page, pointed_at
from stimuli.gulls.plates import Plate, plate
from stimuli.gulls.scene import Pose
from stimuli.gulls.sheets import resized
from stimuli.spacing import spread

WIDTH = 1400
MARGIN = 50
BIG, SMALL, CLOSE_UP = 640, 400, 148
LEFT_LABELS, RIGHT_LABELS = ("eye", "head", "mantle", "wing_tip"), ("bill", "bill_mark", "body", "legs")
# By how many pixels labels near the bill make room for each other.
RAISED = {
    "eye": 20,
    "head": -40,
    "bill": 60,
    "bill_mark": -40,
}
# What a close-up is centred on, how much of the standing bird's picture it shows, and the marks it shows.
CLOSE_UPS = (
    ("bill", 0.36, ("bill", "bill_mark", "eye")),
    ("mantle", 0.44, ("mantle", "body")),
    ("wing_tip", 0.36, ("wing_tip",)),
    ("legs", 0.36, ("legs",)),
)


def write_guide(out: Path) -> list[Path]:
    """Write the overview sheet and a page per species as PNG; gives their paths."""
    pages = {"field_guide": overview(), **{page_name(species): species_page(species) for species in SPECIES}}
    paths = []
    for name, pixels in pages.items():
        path = out / f"{name}.png"
        write_atomically(path, picture_bytes(pixels, ".png"))
        paths.append(path)
    return paths


def page_name(species: str) -> str:
    """The file name of a species' page, without suffix: 'ring_billed'."""
    return species.lower().replace("'", "").replace("-", "_")


def species_page(species: str) -> NDArray[np.uint8]:
    """The page of one species: labelled standing bird, flying and swimming birds, and the most similar species."""
    own = species_named(species)
    page = Page.blank(WIDTH, 1630)
    page.text(MARGIN, 38, f"{own} Gull", 58)
    page.text(MARGIN + 2, 108, latin_name(own), 26, ink=PALE_INK)
    page.text(WIDTH - MARGIN, 108, "adult, breeding plumage", 22, ink=PALE_INK, anchor="ra")
    page.rule(MARGIN, WIDTH - MARGIN, 152)
    _labelled_bird(page, own, 178)
    _other_poses(page, own, 850)
    _comparison(page, own, most_similar(own), 1320)
    return page.pixels()


def overview() -> NDArray[np.uint8]:
    """All eight species on one sheet, with what to look for."""
    cell, picture_px = 330, 312
    page = Page.blank(WIDTH, 1260)
    page.text(MARGIN, 34, "Eight gulls and their field marks", 50)
    page.text(MARGIN + 2, 98, "The birds differ in their marks and in nothing else.", 24, ink=PALE_INK)
    for index, species in enumerate(SPECIES):
        x, y = 44 + (index % 4) * cell, 152 + (index // 4) * 544
        page.picture(resized(_plate(species, "standing").image, picture_px), x, y)
        page.text(x + 2, y + picture_px + 12, species, 30)
        below = y + picture_px + 54.0
        for mark in ("bill", "bill_mark", "legs", "mantle", "wing_tip", "eye"):
            below = page.paragraph(x + 2, below, table()[species][mark].words, 17, picture_px) + 3
    return page.pixels()


@cache
def _plate(species: str, pose: Pose) -> Plate:
    return plate(species, pose, BIG if pose == "standing" else SMALL, "left" if pose == "swimming" else "right")


def _labelled_bird(page: Page, species: str, top: int) -> None:
    bird, left = _plate(species, "standing"), (WIDTH - BIG) // 2
    page.picture(bird.image, left, top)
    for marks, x, start, anchor in (
        (LEFT_LABELS, left - 36, left - 26, "ra"),
        (RIGHT_LABELS, left + BIG + 36, left + BIG + 26, "la"),
    ):
        targets = {mark: pointed_at(bird.masks[mark]) for mark in marks}
        wanted = [top + targets[mark][1] - RAISED.get(mark, 0) for mark in marks]
        heights = spread(wanted, 104, top + 36, top + BIG - 50)
        for mark, y in zip(marks, heights, strict=True):
            page.leader((start, y), (left + targets[mark][0], top + targets[mark][1]))
            page.text(x, y - 34, mark.replace("_", " "), 20, ink=PALE_INK, anchor=anchor)
            page.paragraph(x, y - 10, table()[species][mark].words, 25, 300, anchor=anchor)


def _other_poses(page: Page, species: str, top: int) -> None:
    words = table()[species]
    captions = {"flying": f"In flight: {words['wing_tip'].words}.", "swimming": "Swimming: the legs are hidden."}
    poses: tuple[tuple[Pose, int], ...] = (("flying", WIDTH // 2 - SMALL - 150), ("swimming", WIDTH // 2 + 150))
    for pose, x in poses:
        page.picture(_plate(species, pose).image, x, top)
        page.text(x + 2, top + SMALL + 12, captions[pose], 21, ink=PALE_INK)


def _comparison(page: Page, own: str, other: str, top: int) -> None:
    page.rule(MARGIN, WIDTH - MARGIN, top - 10)
    page.text(MARGIN, top + 4, f"Compare with {other} Gull", 32)
    page.text(WIDTH - MARGIN, top + 12, f"left {own}, right {other}", 20, ink=PALE_INK, anchor="ra")
    differing = separating_marks(own, other)
    for index, (part, share, marks) in enumerate(CLOSE_UPS):
        x = MARGIN + index * 331
        for species, offset in ((own, 0), (other, CLOSE_UP + 6)):
            page.picture(_close_up(_plate(species, "standing"), part, share), x + offset, top + 52)
        told = [mark for mark in marks if mark in differing]
        words = "; ".join(f"{table()[own][m].words} / {table()[other][m].words}" for m in told) or "the same"
        page.paragraph(x, top + CLOSE_UP + 62, words, 17, 2 * CLOSE_UP + 6)


def _close_up(bird: Plate, part: str, share: float) -> NDArray[np.uint8]:
    rows, columns = np.nonzero(bird.masks[part])
    side = round(share * bird.image.shape[0])
    top, left = (int(np.clip(axis.mean() - side / 2, 0, bird.image.shape[0] - side)) for axis in (rows, columns))
    return resized(bird.image[top : top + side, left : left + side], CLOSE_UP)
