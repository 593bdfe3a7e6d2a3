"""What is known of one picture: the answer, the scene, and which marks can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from stimuli.gulls.marks import Colour

SEEN = 0.4  # a mark counts as visible when at least this share of its part is


@dataclass(frozen=True)
class DrawnMark:
    """One mark as it was drawn; source: the species it was taken from, None if it was taken away."""

    kind: str
    words: str
    source: str | None
    colour: Colour


@dataclass(frozen=True)
class GullAttributes:
    """All that is known of a picture.

    visible_share: part -> visible pixels / pixels without the occluder; 0 where the pose hides the part.
    hidden_marks: marks that cannot be seen because of pose or occlusion.
    could_be: the species that agree with every visible mark; a changed bird may agree with none.
    bounding_box: left, top, right, bottom of the visible bird in pixels, right and bottom exclusive.
    """

    species: str
    seed: int
    difficulty: float
    size_px: int
    renderer_version: int
    pose: str
    facing: str
    background: str
    weather: str
    occluder: str | None
    marks: Mapping[str, DrawnMark]
    visible_share: Mapping[str, float]
    hidden_marks: tuple[str, ...]
    could_be: tuple[str, ...]
    bounding_box: tuple[int, int, int, int]

    @property
    def species_is_determined(self) -> bool:
        """Whether the visible marks leave exactly one species, the right one."""
        return self.could_be == (self.species,)

    def to_json(self) -> dict[str, object]:
        """The attributes as JSON-able values."""
        plain: dict[str, object] = {name: getattr(self, name) for name in SIMPLE}
        marks = {
            name: {"kind": m.kind, "words": m.words, "source": m.source, "colour": _hex(m.colour)}
            for name, m in self.marks.items()
        }
        shares = {part: round(share, 4) for part, share in self.visible_share.items()}
        lists = {
            "hidden_marks": list(self.hidden_marks),
            "could_be": list(self.could_be),
            "bounding_box": list(self.bounding_box),
        }
        determined = {"species_is_determined": self.species_is_determined}
        return plain | {"marks": marks, "visible_share": shares} | lists | determined


SIMPLE = (
    "species", "seed", "difficulty", "size_px", "renderer_version", "pose", "facing", "background", "weather",
    "occluder",
)  # fmt: skip


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in colour)
