"""Which mark each concept answers to, as a table of small charts: a dot per change, with its standard error."""

import math

import numpy as np
from numpy.typing import NDArray

from stimuli.concept_book.drawing import Scale, dot, drawing, line
from stimuli.concept_book.key import letter
from stimuli.concept_book.numbers import NONE, counted, number, signed
from stimuli.concept_book.summary import wide
from stimuli.concept_style import ConceptStyle
from stimuli.concepts.part_alignment import Alignment
from stimuli.pages.markup import Html, joined, tag

CHART_WIDTH, CHART_HEIGHT, EDGE = 104, 20, 6
Floats = NDArray[np.float64]


def alignment_chart(alignment: Alignment, class_name: str, style: ConceptStyle) -> Html:
    """A row per mark, a column per concept, then the module's whole score and the classifier's own."""
    scale = _scale(alignment)
    columns = [letter(style, k, mute=True) for k in range(alignment.n_concepts)]
    heads = (*columns, "all concepts", "classifier")
    head = tag("tr", tag("th", "mark", scope="col"), *(tag("th", one, scope="col") for one in heads))
    rows = [_row(alignment, m, scale) for m in range(len(alignment.marks))]
    title = f"Change of each contribution when one mark of {class_name} is changed, in logits"
    table = tag("table", tag("caption", title), tag("thead", head), tag("tbody", *rows), class_="alignment")
    return wide(title, table)


def _row(alignment: Alignment, m: int, scale: Scale) -> Html:
    concepts = [_of_concept(alignment, k, m, scale) for k in range(alignment.n_concepts)]
    sums = tag("td", _change(scale, alignment.score_changes[m], math.nan))
    own = tag("td", _change(scale, alignment.logit_changes[m], alignment.logit_errors[m]))
    return tag("tr", tag("th", _name(alignment, m), scope="row"), *concepts, sums, own)


def _name(alignment: Alignment, m: int) -> Html:
    donor = alignment.donors[m]
    how = "taken away" if donor is None else f"of {donor}"
    birds = counted(int(alignment.n[m]), "bird")
    return joined(alignment.marks[m].replace("_", " "), tag("small", how), tag("small", birds))


def _of_concept(alignment: Alignment, concept: int, m: int, scale: Scale) -> Html:
    density = float(alignment.mass[concept, m])
    beside = tag("small", f"map {number(density, 1)}×") if math.isfinite(density) else ""
    followed = alignment.followed(concept) == alignment.marks[m]
    drawn = _change(scale, alignment.changes[concept, m], alignment.errors[concept, m])
    return tag("td", drawn, beside, class_="followed" if followed else False)


def _change(scale: Scale, value: float, error: float) -> Html:
    if math.isnan(value):
        return joined(NONE)
    spread = "" if math.isnan(error) else f" ± {number(error)}"
    return joined(_chart(scale, value, error), tag("span", f"{signed(value)}{spread}"))


def _chart(scale: Scale, value: float, error: float) -> Html:
    """Out of sight of screen readers: the numbers below say the same."""
    middle = CHART_HEIGHT / 2
    bar = [] if math.isnan(error) else [line(scale(value - error), middle, scale(value + error), middle, "error")]
    drawn = drawing(
        "",
        line(scale(0), 0, scale(0), CHART_HEIGHT, "zero"),
        *bar,
        dot(scale(value), middle, 3.5, "change"),
        width=CHART_WIDTH,
        height=CHART_HEIGHT,
        class_="small",
    )
    return tag("span", drawn, aria_hidden="true")


def _scale(alignment: Alignment) -> Scale:
    """One for the whole table, with 0 in it."""
    spread = np.nan_to_num(alignment.errors)
    found = [alignment.changes - spread, alignment.changes + spread, alignment.score_changes, alignment.logit_changes]
    values = np.concatenate([np.ravel(one) for one in found])
    values = values[np.isfinite(values)]
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    return Scale(low, high if high > low else low + 1.0, EDGE, CHART_WIDTH - EDGE)
