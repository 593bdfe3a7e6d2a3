"""What the module says of each image beside what the classifier says."""

import numpy as np

from stimuli.concept_book.book import Chapter
from stimuli.concept_book.drawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    TOP,
    Scale,
    across,
    dot,
    drawing,
    level_ticks,
    line,
    upwards,
)
from stimuli.concept_book.numbers import number
from stimuli.pages.markup import Html

SIDE = HEIGHT - TOP - BOTTOM


def scores_drawing(chapter: Chapter) -> Html:
    """The class's images: held out as full points, learnt from as rings; on the line both scores are the same."""
    module, said = chapter.module, chapter.said
    low, high = _range(np.concatenate([said, module.logits]))
    x, y = Scale(low, high, LEFT, LEFT + SIDE), Scale(low, high, TOP + SIDE, TOP)
    pairs = zip(module.images, module.logits.tolist(), said.tolist(), module.held_out.tolist(), strict=True)
    points = [(out, _point(x, y, image, (logit, own), out)) for image, logit, own, out in pairs]
    drawn = [point for _, point in sorted(points, key=lambda pair: pair[0])]
    label = (
        f"{module.class_name}: the module's score against the classifier's; of "
        f"{module.faithfulness.n_within} held-out images R² is {number(module.faithfulness.r2_within)}"
    )
    return drawing(
        label,
        line(x(low), y(low), x(high), y(high), "equal"),
        *drawn,
        across(x, "the classifier's logit", TOP + SIDE),
        upwards(level_ticks(y), y, "what the module says", LEFT),
    )


def _point(x: Scale, y: Scale, image: str, scores: tuple[float, float], held_out: bool) -> Html:
    logit, said = scores
    if not held_out:
        return dot(x(logit), y(said), 3, "learnt")
    return dot(x(logit), y(said), 4, "tested", f"{image}: classifier {number(logit)}, module {number(said)}")


def _range(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room
