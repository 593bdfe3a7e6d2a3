"""How the tiles of concepts are drawn and what is said beside them: the recipe's [picture.concepts] table."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

# Okabe and Ito's colours, which colour-blind readers tell apart.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")


class ConceptStyle(BaseModel):
    """[picture.concepts]: colours, names and captions of the tiles, how faint one may get, and the words of the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    look: Literal["overlay", "spotlight"] = "spotlight"
    colours: tuple[str, ...] = Field(default=OKABE_ITO, description="of frames, as #RRGGBB")
    names: tuple[str, ...] = ("A", "B", "C", "D", "E", "F", "G", "H")
    colour_by: Literal["concept", "order"] = Field(
        default="concept", description="order: colours and names follow the place, so they say nothing of the concept"
    )
    caption: str = Field(default="{name}  {share:+.2f}", description="under a tile, from name and share; empty: none")
    nothing: str = Field(default="nothing found", description="under the picture where no concept adds anything")
    faintest: float = Field(default=0.3, ge=0, le=1, description="light left of a tile whose share is 0; 1: no dimming")
    frame_px: int = Field(default=8, ge=0, le=64, description="around the picture")
    alt: str = Field(
        default="The same picture with a frame: lit where one of the computer's reasons is, dark elsewhere",
        min_length=1,
        description="for screen readers; must not give the class away",
    )
    frames: str = Field(default="Each frame: one reason, the strongest first", description="a line of the key")
    brightness: str = Field(default="The darker a whole picture, the less it counted", description="a line of the key")
    signs: str = Field(default="Counted for the answer (+) or against it (−)", description="a line of the key")

    @field_validator("caption")
    @classmethod
    def _formats(cls, caption: str) -> str:
        try:
            caption.format(name="A", share=_Signed(-0.5))
        except (LookupError, ValueError, AttributeError, TypeError) as fault:
            example = "{name}  {share:+.2f}"
            raise ValueError(
                f"cannot be filled in ({fault}); write it like {example!r}, without {{…}} of others"
            ) from None
        return caption

    @field_validator("colours")
    @classmethod
    def _are_colours(cls, colours: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [one for one in colours if not re.fullmatch("#[0-9A-Fa-f]{6}", one)]
        if wrong:
            raise ValueError(f"{', '.join(map(repr, wrong))}: no colour; write it as #RRGGBB, like '#0072B2'")
        return _distinct(tuple(one.upper() for one in colours))

    @field_validator("names")
    @classmethod
    def _are_names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not all(name.strip() for name in names):
            raise ValueError("a name is empty; write at least a letter")
        return _distinct(names)

    def number(self, concept: int, place: int) -> int:
        """Which colour and name a concept has that is shown at a place; both from 0."""
        return concept if self.colour_by == "concept" else place

    def colour(self, number: int) -> str:
        """As #RRGGBB; after the last the first comes again."""
        return self.colours[number % len(self.colours)]

    def name(self, number: int) -> str:
        """After the last the first comes again, with a 2."""
        again, first = divmod(number, len(self.names))
        return self.names[first] if not again else f"{self.names[first]}{again + 1}"

    def caption_of(self, number: int, share: float) -> str:
        """What stands under a tile."""
        return self.caption.format(name=self.name(number), share=_Signed(share))

    def light(self, share: float) -> float:
        """By what a tile's colours are multiplied: 1 for the concept that counts most."""
        return self.faintest + (1 - self.faintest) * abs(share)


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({one for one in values if values.count(one) > 1})
    if twice or not values:
        raise ValueError(f"{', '.join(twice)} is there twice; each must be another" if twice else "give at least one")
    return values


class _Signed(float):
    """A number that is written with a true minus, which is as wide as the plus."""

    def __format__(self, how: str) -> str:
        return super().__format__(how).replace("-", "−")
