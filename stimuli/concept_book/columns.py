"""The numbers of the summary: how each is called, what it means, and what stands in its cell."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from stimuli.concept_book.book import Chapter
from stimuli.concept_book.numbers import number, percent
from stimuli.concept_book.verdict import state
from stimuli.pages.markup import Html, joined, tag


@dataclass(frozen=True)
class Column:
    """One number of a class.  head: its name.  meaning: one line that says what it is.  cell: of a chapter."""

    head: str
    meaning: str
    cell: Callable[[Chapter], str]


def _r2(chapter: Chapter) -> Html:
    found = chapter.module.faithfulness
    interval = f"{number(found.r2_low)} to {number(found.r2_high)}"
    return joined(tag("b", number(found.r2_within)), " ", tag("span", interval, class_="quiet"))


def _dead(chapter: Chapter) -> str:
    return str(int(np.count_nonzero(chapter.module.dead)))


def _learnt(chapter: Chapter) -> str:
    return str(int(np.count_nonzero(~chapter.module.held_out)))


def _balance(chapter: Chapter) -> str:
    module = chapter.module
    return number(module.balance) if module.accepted else f"{number(module.balance)}, too low"


FAITHFULNESS = (
    Column("verdict", "faithful: may be shown; REFUSED: R² within is below least_r2, by default not shown", state),
    Column("images learnt", "the class's images that the module learnt from", _learnt),
    Column("rows", "rows it learnt from, views and other classes' images included", lambda c: str(c.module.n_rows)),
    Column("held out", "the class's images kept from learning", lambda c: str(c.module.faithfulness.n_within)),
    Column(
        "R² within",
        "share of the classifier's score's variance within the class that the module says, on held-out images, with a "
        "95 % bootstrap interval; below 0: worse than the class's mean score",
        _r2,
    ),
    Column(
        "RMSE",
        "root mean squared error of the score over the held-out images of all classes, in logits",
        lambda c: number(c.module.faithfulness.rmse),
    ),
    Column(
        "RMSE/SD",
        "the error within the class, in standard deviations of the score there; 1 is no better than its mean",
        lambda c: number(c.module.faithfulness.rmse_per_sd),
    ),
    Column(
        "agreement",
        "held-out images, of all classes, for which the classifier's first choice stays where the module's score takes "
        "the place of the classifier's",
        lambda c: percent(c.module.faithfulness.agreement),
    ),
    Column(
        "pooled r (nearly free)",
        "correlation with the score over the held-out images of all classes; nearly free, because classes differ: "
        "no evidence of faithfulness by itself",
        lambda c: number(c.module.faithfulness.correlation),
    ),
)
SHARING = (
    Column("concepts", "how many the module has", lambda c: str(c.module.n_concepts)),
    Column("dead", "concepts that are zero in every row that was learnt from", _dead),
    Column(
        "mean |r|",
        "mean size of the correlation between two concepts' contributions; 0: they say different things",
        lambda c: number(c.module.mean_correlation),
    ),
    Column(
        "log det",
        "logarithm of the determinant of these correlations; 0: unrelated, the more negative, the more alike",
        lambda c: number(c.module.log_determinant),
    ),
    Column("balance", "second largest mean contribution divided by the largest", _balance),
    Column("rounds", "how often training was begun, until the balance was enough", lambda c: str(c.module.rounds)),
    Column("bias", "the score where no concept speaks, in logits", lambda c: number(c.module.bias)),
)
