"""The drawings of a chapter: where what stands, in which colours, and what a screen reader says."""

import re
from dataclasses import replace

import numpy as np
import pytest

from stimuli.concept_book.alignment_chart import alignment_chart
from stimuli.concept_book.cards import card
from stimuli.concept_book.correlations import correlations, tint
from stimuli.concept_book.curves_drawing import TERMS, curves_drawing
from stimuli.concept_book.drawing import Scale
from stimuli.concept_book.scores_drawing import scores_drawing
from stimuli.concept_style import ConceptStyle
from stimuli.concepts import losses
from stimuli.images import Pixels
from stimuli.pages.markup import Html
from stimuli.spacing import spread
from tests.stimuli.concept_book.invented import FAITHFUL, POOR, alignment, chapter, module

HERRING = chapter(module("Herring", FAITHFUL), None, alignment())
STYLE = ConceptStyle()


def show(pixels: Pixels, alt: str) -> Html:
    """A picture by its alternative text alone."""
    return Html(f"[{alt}]")


def test_a_scale_leads_from_values_to_places_and_keeps_what_is_beyond_at_its_edge() -> None:
    scale = Scale(-1, 3, 100, 0)
    assert [scale(value) for value in (-1, 0, 3, 9)] == [100, 75, 0, 0]
    assert scale.ticks == [-1, 0, 1, 2, 3]
    assert Scale(0.0, 0.07, 0, 1).ticks == pytest.approx([0, 0.02, 0.04, 0.06])


def test_names_that_would_lie_on_each_other_are_moved_apart() -> None:
    assert spread([10, 50, 52], 17, 0, 100) == [10, 50, 67]
    assert spread([95, 96, 97], 17, 0, 100) == [66, 83, 100]


def test_held_out_images_are_points_and_those_learnt_from_are_rings() -> None:
    drawn = scores_drawing(HERRING)
    assert (drawn.count('class="tested"'), drawn.count('class="learnt"')) == (24, 48)
    assert "of 24 held-out images R² is 0.71" in drawn


def test_an_image_on_whose_score_module_and_classifier_agree_stands_on_the_line() -> None:
    one = module("Herring", FAITHFUL)
    exact = replace(one, logits=one.contributions.sum(1) + np.float32(one.bias))
    places = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', scores_drawing(chapter(exact)))
    # Both axes are alike: as far from the left edge at 58 as from the lower one at 284.
    assert all(abs((float(x) - 58) - (284 - float(y))) < 0.11 for x, y in places)


def test_every_term_of_the_loss_has_a_line_with_its_name() -> None:
    drawn = curves_drawing(HERRING)
    assert [term.replace("-", "_") for term in TERMS] == list(losses.TERMS)
    assert re.findall(r'<polyline points="[^"]+" class="curve ([^"]+)">', drawn) == list(TERMS)
    assert "at the end faithfulness 0.036, reconstruction 1.900, pull-away 0.000, total 18.072" in drawn


def test_a_term_that_is_zero_stands_at_the_lower_edge_of_the_decades() -> None:
    drawn = curves_drawing(HERRING)
    assert re.findall(r'text-anchor="end">([^<]+)<', drawn) == ["0.01", "0.1", "1", "10", "100"]
    assert re.search(r'cx="266\.0" cy="284\.0" r="3" class="end pull-away"', drawn)


def test_decades_far_from_one_are_written_as_powers() -> None:
    one = module("Herring", FAITHFUL)
    small = replace(one, curve=one.curve * np.float32(1e-4))
    decades = re.findall(r'text-anchor="end">([^<]+)<', curves_drawing(chapter(small)))
    assert decades == ["10⁻⁶", "10⁻⁵", "10⁻⁴", "0.001", "0.01"]


def test_a_loss_without_any_epoch_is_drawn_empty() -> None:
    untrained = replace(module("Herring", FAITHFUL), curve=np.full((1, 4), np.nan, dtype=np.float32))
    assert "the loss over 1 epoch; at the end faithfulness –" in curves_drawing(chapter(untrained))


def test_correlations_stand_in_their_colours_and_a_dead_concept_has_none() -> None:
    table = correlations(chapter(module("Western", POOR, dead=3)), STYLE)
    assert table.count("−0.50") == table.count("background: #ccc6e1") == 2
    assert table.count("0.25") == table.count("background: #fce8cf") == 2
    assert table.count('<td class="self">–</td>') == 5 + 2 * 4


def test_no_correlation_is_white_and_its_sign_is_its_colour() -> None:
    assert [tint(r) for r in (0, 1, -1, 0.5)] == ["#ffffff", "#f1a340", "#998ec3", "#f8d1a0"]


def test_the_mark_that_a_concept_follows_is_tinted_in_its_row_and_column() -> None:
    chart = alignment_chart(alignment(), "Herring", STYLE)
    rows = re.findall(r'<tr><th scope="row">(.*?)<small>.*?</th>(.*?)</tr>', chart)
    cells = [(mark, n, cell) for mark, row in rows for n, cell in enumerate(row.split("<td")[1:])]
    assert [(mark, n) for mark, n, cell in cells if "followed" in cell] == [("bill mark", 0), ("legs", 1)]
    assert "−2.13 ± 0.08" in chart


def test_a_mark_says_whose_it_is_and_on_how_many_birds_and_a_dash_where_no_bird_shows_it() -> None:
    chart = alignment_chart(alignment(), "Herring", STYLE)
    assert "bill mark<small>of Ring-billed</small><small>24 birds</small>" in chart
    assert "body<small>taken away</small><small>1 bird</small>" in chart
    eye = re.search(r"eye<small>.*?</tr>", chart)
    assert eye is not None
    assert eye[0].count("<td>–</td>") == 7


def test_a_change_of_zero_stands_on_the_line_and_a_larger_one_further_off() -> None:
    flat = replace(alignment(), changes=np.zeros((5, 8)), errors=np.zeros((5, 8)), logit_changes=np.linspace(-7, 0, 8))
    chart = alignment_chart(flat, "Herring", STYLE)
    zeros = set(re.findall(r'<line x1="([\d.]+)" y1="0.0"', chart))
    assert zeros == {"98.0"}
    assert re.search(r'cx="6\.0" [^>]+></circle></svg></span><span>−7\.00 ± 0\.20', chart)


def test_a_card_says_how_much_and_how_often_its_concept_adds_and_what_it_follows() -> None:
    measured = replace(HERRING, locality=(0.58, None, None, None, None), part_locality=(0.77, None, None, None, None))
    drawn = card(measured, 0, STYLE, show)
    facts = ["+3.77 logits", "49 %", "in 60 of 72 images", "0.58, 0.77 over parts"]
    assert re.findall("<dd>(.*?)</dd>", drawn) == facts
    assert re.findall("<dd>(.*?)</dd>", card(measured, 1, STYLE, show))[-1] == "–"
    assert "It follows the bill mark (−2.1 logits when swapped; next: bill +0.1)." in drawn
    assert "#0072B2" in drawn


def test_a_card_shows_its_top_images_with_tiles_and_signed_contributions() -> None:
    drawn = card(HERRING, 4, STYLE, show)
    top, bottom = drawn.split("adds least")
    assert re.search(r"\[(Herring/\d+\.jpg)\]\[\1: where concept E is\]<figcaption><b>−0\.11</b>", top)
    assert (top.count("<figure>"), bottom.count("<figure>"), bottom.count("where concept")) == (6, 4, 0)


def test_a_dead_concept_is_called_dead() -> None:
    drawn = card(chapter(module("Western", POOR, dead=3)), 3, STYLE, show)
    assert '<b class="wrong">dead</b>' in drawn
    assert "<figure>" not in drawn
