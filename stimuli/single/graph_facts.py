"""What the record of an attention graph tells of it beyond what every record tells."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.search import Stopped
from stimuli.percents import written_share

DECIMALS = 6  # of scores and areas


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChosenSet(_Facts):
    """A sufficient set that is shown.  patches: row by row from 0.  share: its score, of the whole picture's.

    area: the share of the picture that its patches cover.
    """

    patches: Patches
    share: float
    area: float


class GraphFacts(_Facts):
    """What was asked, what was found, and what it took.

    cells: patches across and down.  sufficient: the share of the whole picture's score that a set must exceed.
    full, empty: the score of the whole picture, and of its baseline.
    n_found: minimal sufficient sets that the search found.  smallest_area: of the smallest of them, as a share of the
    picture; None where there is none.  chosen: those that are shown.
    stopped: why the search ended; None where there was nothing to search.
    evaluations_…: sets that were scored, and scores that were looked at.
    """

    cells: int
    sufficient: float
    full: float
    empty: float
    n_found: int
    smallest_area: float | None
    chosen: tuple[ChosenSet, ...]
    stopped: Stopped | None
    evaluations_distinct: int
    evaluations_wanted: int

    @classmethod
    def of(cls, graph: AttentionGraph) -> Self:
        """The facts of a graph."""
        facts, area = graph.facts, graph.grid.area
        chosen = zip(graph.sets[: graph.n_roots], graph.shares.tolist(), strict=False)
        areas = [area(one) for one in graph.found_sets]
        return cls(
            cells=graph.grid.cells,
            sufficient=facts.sufficient,
            full=round(facts.full, DECIMALS),
            empty=round(facts.empty, DECIMALS),
            n_found=len(areas),
            smallest_area=round(min(areas), DECIMALS) if areas else None,
            chosen=tuple(
                ChosenSet(patches=one, share=written_share(share), area=round(area(one), DECIMALS))
                for one, share in chosen
            ),
            stopped=facts.stopped,
            evaluations_distinct=facts.distinct,
            evaluations_wanted=facts.wanted,
        )
