"""A key in lines: a sign at the left, words beside it.  Drawn larger than it is shown, so that letters stay sharp."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from stimuli.images import Pixels
from stimuli.lettering import fitted
from stimuli.paper import Paper

S = TypeVar("S")
# In inches.
WIDTH, DPI = 4.8, 200
LINE, SIGN, MARGIN = 0.26, 0.16, 0.05
WORDS_PT = 10
INK = "#20262b"


@dataclass(frozen=True)
class LinedKey(Generic[S]):
    """height: of the whole.  words_from: where words begin, from the left.

    signs: by a line's name, what draws its sign on a paper, round a height from the top, in a style.
    """

    height: float
    words_from: float
    signs: Mapping[str, Callable[[Paper, float, S], None]]

    def pixels(self, lines: Mapping[str, str], style: S) -> Pixels:
        """The key of these lines, by name, in the middle of its height; words too long for it are cut short."""
        paper = Paper(WIDTH, self.height)
        self.draw(paper.from_point(0.0, (self.height - LINE * len(lines)) / 2), lines, style, WIDTH)
        return paper.pixels(DPI)

    def draw(self, paper: Paper, lines: Mapping[str, str], style: S, width: float) -> None:
        """Draws these lines, LINE high each, at the upper left of a paper; cut short where they are wider than that."""
        for n, (line, words) in enumerate(lines.items()):
            middle = (n + 0.5) * LINE
            self.signs[line](paper, middle, style)
            shown = fitted(words, width - self.words_from - MARGIN, WORDS_PT)
            paper.write(shown, self.words_from, middle, WORDS_PT, va="center_baseline", color=INK)
