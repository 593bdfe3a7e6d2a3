"""Structured attention graphs (Shitole, Li, Kahng, Tadepalli and Fern 2021): small sets of patches that suffice.

A set of patches is sufficient where the picture, shown only there, keeps a given share of its score; the graph tells
what is left of the score as single patches are taken away.  docs/attention-graphs.md lists where the clean mode departs
from the authors' code and why; compat = true searches as that code does.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field, model_validator

from stimuli.attention_graphs.asking import Memo, answered, remembered
from stimuli.attention_graphs.explaining import Outcome, Wish, attention_graph
from stimuli.attention_graphs.explanation import AttentionGraph, SearchFacts
from stimuli.attention_graphs.graph import Expansion
from stimuli.attention_graphs.grid import Grid, indicators
from stimuli.attention_graphs.guide import order_of
from stimuli.attention_graphs.guide_maps import authors_guide, igos_guide
from stimuli.attention_graphs.scorer import Scorer
from stimuli.attention_graphs.search import Limits
from stimuli.attention_graphs.telling import warnings_of
from stimuli.authors.sag import authors_graph
from stimuli.baselines import BaselineName, Baselines, baselines
from stimuli.classifier import Classifier
from stimuli.compat_parameters import CompatParameters
from stimuli.images import Pixels
from stimuli.inputs import denormalised
from stimuli.method import Method, Request

PAIRWISE_LACKS = frozenset({"guide", "guide_iterations", "beam_width", "candidates", "most_patches"})


def _counted(given: Any) -> Any:
    """A command line gives numbers as text."""
    text = "" if isinstance(given, bool) else str(given)
    if text == "all" or (text.isascii() and text.isdigit()):
        return text if text == "all" else int(text)
    raise ValueError(f'{given!r} is no count; give a whole number, or "all"')


Count = Annotated[int | Literal["all"], BeforeValidator(_counted)]


class AttentionGraphParameters(CompatParameters):
    """Options of attention_graph."""

    authors: ClassVar[Mapping[str, object]] = {"baseline": "black", "children": 3, "levels": "all"}
    only_ours: ClassVar[frozenset[str]] = frozenset(
        {"feather_px", "search", "guide", "guide_iterations", "most_patches", "most_evaluations", "children", "levels"}
    )

    cells: int = Field(default=7, ge=3, le=14, description="r, patches across and down")
    sufficient: float = Field(default=0.9, gt=0, le=1, description="P_h, share of the whole picture's score to exceed")
    baseline: BaselineName = Field(default="auto", description="what is seen where no patch is; compat: black")
    feather_px: float = Field(default=0.0, ge=0, le=16, description="blur of the patches' edges; not in compat")
    search: Literal["beam", "pairwise"] = Field(
        default="beam", description="pairwise: nearly all sets of up to three patches; not in compat"
    )
    guide: Literal["igos", "exhaustive"] = Field(
        default="igos", description="which patches are tried first; exhaustive: each asked for; compat: igos"
    )
    guide_iterations: int = Field(default=10, ge=1, description="of igos as the guide; compat: 2")
    beam_width: int = Field(default=3, ge=1, le=100, description="states kept; compat keeps one more")
    candidates: Count = Field(default=15, description="patches tried at each state, by the guide; or all")
    most_sets: int = Field(default=10, ge=1, le=1000, description="the search stops when so many are found")
    most_patches: int | None = Field(default=None, ge=1, description="of a set; absent: half of the grid")
    most_evaluations: int = Field(default=2000, ge=100, description="sets scored before the search gives up")
    overlap: int = Field(default=1, ge=0, description="patches that two chosen sets may share")
    shown: int = Field(default=3, ge=1, le=10, description="sets chosen, at most")
    expand_above: float = Field(default=0.4, ge=0, le=1, description="a set is taken apart where its share exceeds it")
    children: Count = Field(default=3, description="of each set, those that lose most; or all; compat: the first 3")
    levels: Count = Field(default=2, description="below the chosen sets; or all; compat: all")
    seed: int = Field(default=0, ge=0, description="of the guide")

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        for name in ("candidates", "children"):
            if getattr(self, name) == 0:
                raise ValueError(f'{name}: 0 is too few; give a number from 1 on, or "all"')
        vain = PAIRWISE_LACKS & self.model_fields_set
        if self.search == "pairwise" and vain:
            raise ValueError(
                f"search: pairwise asks for sets of up to three patches and has no {', '.join(sorted(vain))}"
            )
        if self.most_patches is not None and self.most_patches > self.cells**2:
            raise ValueError(f"most_patches: {self.most_patches}, but the grid has {self.cells**2} patches")
        return self

    @property
    def wish(self) -> Wish:
        """What the searches are told."""
        n = self.cells**2
        limits = Limits(
            width=self.beam_width,
            candidates=_number(self.candidates),
            sets=self.most_sets,
            patches=self.most_patches or n // 2,
            evaluations=self.most_evaluations,
        )
        expansion = Expansion(above=self.expand_above, children=_number(self.children), levels=_number(self.levels))
        return Wish(n, self.sufficient, self.search, limits, self.overlap, self.shown, expansion)


def _number(count: Count) -> int | None:
    return None if count == "all" else count


def explain(classifier: Classifier, request: Request, parameters: AttentionGraphParameters) -> list[AttentionGraph]:
    """One graph per image; without nodes where no sufficient set was found, which its warnings say."""
    inputs, target = request.inputs, request.target
    hidden = baselines(parameters.baseline, target, inputs, classifier.preprocessing)
    grid = Grid(parameters.cells, inputs.shape[-1], parameters.feather_px, corners=parameters.compat)
    pictures, under = (denormalised(one, classifier.preprocessing) for one in (inputs, hidden.images))
    scorer = Scorer(target, classifier.preprocessing, grid, pictures, under)
    orders, memos = _orders(request, hidden, parameters), [Memo() for _ in range(len(inputs))]
    searches = [
        authors_graph(parameters.wish, order or ())
        if parameters.compat
        else attention_graph(parameters.wish, order, memo)
        for order, memo in zip(orders, memos, strict=True)
    ]
    outcomes = answered([remembered(*pair) for pair in zip(searches, memos, strict=True)], scorer)
    seen = zip(*(one.permute(0, 2, 3, 1).cpu().numpy() for one in (pictures, under)), strict=True)
    told = zip(outcomes, memos, hidden.names, seen, strict=True)
    return [_explanation(*one, parameters) for one in told]


def _orders(request: Request, hidden: Baselines, parameters: AttentionGraphParameters) -> list[list[int] | None]:
    """In which order each image's patches are tried; None: as the search itself finds out."""
    if parameters.compat:
        return [
            *map(order_of, authors_guide(request.target, request.inputs, hidden, parameters.cells, parameters.seed))
        ]
    if parameters.search == "pairwise" or parameters.guide == "exhaustive":
        return [None] * len(request.inputs)
    how = (parameters.cells, parameters.guide_iterations, parameters.seed)
    return [*map(order_of, igos_guide(request.target, request.inputs, hidden, *how))]


def _explanation(
    outcome: Outcome, memo: Memo, baseline: str, seen: tuple[Pixels, Pixels], parameters: AttentionGraphParameters
) -> AttentionGraph:
    cells, graph, found = parameters.cells, outcome.graph, outcome.found
    nodes = list(graph.scores)
    facts = SearchFacts(
        full=outcome.full,
        empty=outcome.empty,
        sufficient=parameters.sufficient,
        feather_px=parameters.feather_px,
        corners=parameters.compat,
        distinct=memo.distinct,
        wanted=memo.wanted,
        baseline=baseline,
        stopped=found.stopped if found else None,
    )
    edges = [(nodes.index(parent), nodes.index(child)) for parent, child in graph.edges]
    return AttentionGraph(
        picture=seen[0],
        baseline=seen[1],
        nodes=indicators(nodes, cells),
        scores=np.array([graph.scores[one] for one in nodes], dtype=np.float64),
        edges=np.array(edges, dtype=np.int64).reshape(-1, 2),
        n_roots=len(outcome.chosen),
        found=indicators(found.sets if found else (), cells),
        found_scores=np.array(outcome.found_scores, dtype=np.float64),
        facts=facts,
        warnings=warnings_of(facts, found),
    )


METHOD = Method(makes=AttentionGraph, parameters=AttentionGraphParameters, explain=explain, score="probability")
