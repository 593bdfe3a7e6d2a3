"""How attention graphs are drawn and what is said beside them: the recipe's [picture.attention_graph] table."""

import re

from pydantic import BaseModel, ConfigDict, Field, field_validator

MOST, HALF = 0.9, 0.5  # shares of the whole picture's score that a node's frame tells apart


class GraphStyle(BaseModel):
    """[picture.attention_graph]: what is seen of a graph, its colours and the words of its key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numbers: bool = Field(
        default=True, description="per cent under each node, and what frames and weights of arrows tell of it"
    )
    edges: bool = Field(default=True, description="arrows, and outlines of the squares that they take away")
    colours: tuple[str, str, str] = Field(
        default=("#0072B2", "#56B4E9", "#C5CBD1"),
        description="of frames, as #RRGGBB: of nodes that keep more than 90 %, more than 50 %, less",
    )
    outline: str = Field(default="#D55E00", description="colour of the outline of a square that was taken away")
    alt: str = Field(
        default="The picture, and rows of small copies of it in which only some squares are uncovered, fewer from row "
        "to row",
        min_length=1,
        description="for screen readers; must not give the class away",
    )
    nothing: str = Field(
        default="no few squares are enough", description="under the picture where no set of squares suffices"
    )
    frames: str = Field(default="Certainty left: over 90 %, over 50 %, less", description="a line of the key")
    percents: str = Field(default="Certainty, in % of that for the whole picture", description="a line of the key")
    arrows: str = Field(default="One square fewer", description="a line of the key")
    weights: str = Field(
        default="the thicker, the more is lost", description="follows `arrows`, where numbers are seen"
    )
    outlines: str = Field(default="The square that was taken away", description="a line of the key")
    rows: str = Field(
        default="From row to row fewer squares are uncovered", description="the key, where it has no line"
    )

    @field_validator("colours", "outline")
    @classmethod
    def _are_colours(cls, given: str | tuple[str, ...]) -> str | tuple[str, ...]:
        wrong = [
            one for one in ((given,) if isinstance(given, str) else given) if not re.fullmatch("#[0-9A-Fa-f]{6}", one)
        ]
        if wrong:
            raise ValueError(f"{', '.join(map(repr, wrong))}: no colour; write it as #RRGGBB, like '#0072B2'")
        return given

    def colour(self, share: float) -> str:
        """Of the frame of a node with that share of the whole picture's score; all alike where numbers are not seen."""
        if not self.numbers:
            return self.colours[2]
        return self.colours[0 if share > MOST else 1 if share > HALF else 2]

    def lines(self) -> dict[str, str]:
        """The lines of the key, by their name: what is seen, and has words; at least one."""
        arrows = "; ".join(filter(None, (self.arrows, self.weights * self.numbers)))
        told = {
            "frames": self.frames * self.numbers,
            "percents": self.percents * self.numbers,
            "arrows": arrows * self.edges,
            "outlines": self.outlines * self.edges,
        }
        return {name: words for name, words in told.items() if words} or {"rows": self.rows}
