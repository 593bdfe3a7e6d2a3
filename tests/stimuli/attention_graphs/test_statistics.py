"""Statistics of planted graphs, counted by hand.  A grid of 4 x 4: a patch is 6.25 % of the area."""

import csv
from io import StringIO

import pytest

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.statistics import Row, Statistic, bootstrap, numbers_of, statistics
from stimuli.attention_graphs.statistics_plot import cumulative, figure
from stimuli.attention_graphs.statistics_tables import Groups, grouped, images_csv, summary_csv, table
from tests.stimuli.attention_graphs.planted_graphs import planted_graph

UNASKED = "not explained: with every patch hidden the score is 0.75 of 0.8"
LIMIT = "no sufficient explanation within the limit of sets: 57 sets were scored"

ONE = planted_graph((5,))
THREE = planted_graph((0, 1), (1, 2), (0, 1, 4, 5))  # as (0, 1) and (0, 1, 4, 5) share two, only two of three fit at 1
TEN = planted_graph(tuple(range(10)), stopped="sets")
NONE = planted_graph(stopped="evaluations", warnings=[LIMIT])
NOT_ASKED = planted_graph(stopped=None, warnings=[UNASKED])
ALL = {"one": ONE, "three": THREE, "ten": TEN, "none": NONE, "not asked": NOT_ASKED}


def rows(source: str = "gulls", graphs: dict[str, AttentionGraph] = ALL) -> list[Row]:
    return [Row(source, "sag", image, "Ivory", numbers_of(graph)) for image, graph in graphs.items()]


def told(graphs: dict[str, AttentionGraph] = ALL) -> dict[str, Statistic]:
    return {one.name: one for one in statistics([numbers_of(graph) for graph in graphs.values()])}


def test_the_numbers_of_an_image_are_those_of_its_sets() -> None:
    found = numbers_of(THREE)
    assert (found.n_patches, found.n_found, found.smallest_patches, found.smallest_area) == (16, 3, 2, 0.125)
    assert found.diverse == (1, 2, 3)
    assert (found.stopped, found.distinct, found.wanted) == ("exhausted", 57, 91)
    assert (found.outcome, found.why) == ("found", "")


def test_no_set_within_the_limits_and_no_question_are_told_apart() -> None:
    assert (numbers_of(NONE).outcome, numbers_of(NONE).why) == ("none found", LIMIT)
    assert (numbers_of(NOT_ASKED).outcome, numbers_of(NOT_ASKED).why) == ("not asked", UNASKED)


def test_shares_are_of_the_images_that_could_be_asked_about() -> None:
    """Four of five: sets of 6.25, 12.5 and 62.5 % of the area, and none."""
    found = told()
    shares = [found[f"share_below_{limit}"].value for limit in (10, 20, 50)]
    assert shares == [0.25, 0.5, 0.5]
    assert {found[f"share_below_{limit}"].n for limit in (10, 20, 50)} == {4}
    assert (found["share_none_found"].value, found["share_none_found"].n) == (0.25, 4)
    assert (found["n_images"].value, found["n_not_asked"].value) == (5, 1)


def test_the_smallest_set_is_of_the_images_that_have_one() -> None:
    """1, 2 and 10 patches."""
    found = told()
    assert (found["mean_smallest_patches"].value, found["mean_smallest_patches"].n) == (pytest.approx(13 / 3), 3)
    assert found["median_smallest_patches"].value == 2
    assert found["mean_smallest_area"].value == pytest.approx((0.0625 + 0.125 + 0.625) / 3)
    assert found["median_smallest_area"].value == 0.125


def test_an_image_without_a_set_has_no_explanation_among_the_means() -> None:
    """1 + 1 + 1 + 0, 1 + 2 + 1 + 0 and 1 + 3 + 1 + 0 over four images."""
    found = told()
    assert [found[f"mean_diverse_{overlap}"].value for overlap in (0, 1, 2)] == [0.75, 1.0, 1.25]
    assert {found[f"mean_diverse_{overlap}"].n for overlap in (0, 1, 2)} == {4}


def test_an_area_of_just_the_limit_is_not_below_it() -> None:
    tenth = planted_graph(tuple(range(10)), cells=10)
    assert told({"tenth": tenth})["share_below_10"].value == 0.0
    assert told({"tenth": tenth})["share_below_20"].value == 1.0


def test_intervals_say_of_which_kind_they_are() -> None:
    found = told()
    # scipy.stats.binomtest(1, 4).proportion_ci(method="wilson")
    share = found["share_below_10"]
    assert (share.low, share.high) == (pytest.approx(0.045587, abs=1e-6), pytest.approx(0.699358, abs=1e-6))
    assert share.interval == "Wilson 95 %"
    assert found["mean_diverse_1"].interval == "bootstrap 95 %"
    assert found["median_smallest_area"].interval == ""


def test_the_bootstrap_of_a_mean_comes_near_its_theory_and_is_the_same_each_time() -> None:
    """Of 100 values half 0, half 1: the mean's standard error is 0.05."""
    low, high = bootstrap([0.0, 1.0] * 50)
    assert (low, high) == (pytest.approx(0.402, abs=0.011), pytest.approx(0.598, abs=0.011))
    assert bootstrap([0.0, 1.0] * 50) == (low, high)
    assert bootstrap([2.0, 2.0]) == (2.0, 2.0)


def test_where_nothing_could_be_asked_there_is_no_share_and_no_mean() -> None:
    found = told({"not asked": NOT_ASKED})
    assert [one.value for name, one in found.items() if not name.startswith("n_")] == [None] * 11
    assert found["n_not_asked"].value == 1


def test_one_image_alone_has_no_bootstrap_interval() -> None:
    only = told({"one": ONE})["mean_diverse_0"]
    assert (only.value, only.n, only.low, only.interval) == (1.0, 1, None, "")


def test_the_table_of_images_is_tidy() -> None:
    lines = list(csv.DictReader(StringIO(images_csv(rows()))))
    assert [line["image"] for line in lines] == ["one", "three", "ten", "none", "not asked"]
    assert lines[1] == {
        "source": "gulls", "explanation": "sag", "image": "three", "class": "Ivory", "cells": "4",
        "sufficient": "0.9", "baseline": "blur", "search": "", "overlap": "", "beam_width": "", "candidates": "",
        "most_sets": "", "most_patches": "", "most_evaluations": "", "compat": "", "n_patches": "16", "n_found": "3",
        "smallest_patches": "2", "smallest_area": "0.125", "diverse_0": "1", "diverse_1": "2", "diverse_2": "3",
        "stopped": "exhausted", "evaluations_distinct": "57", "evaluations_wanted": "91", "outcome": "found", "why": "",
    }  # fmt: skip
    assert [lines[4][name] for name in ("smallest_area", "stopped", "outcome", "why")] == ["", "", "not asked", UNASKED]


def test_the_table_of_images_says_what_the_search_was_told() -> None:
    told = {"cells": 9, "baseline": "auto", "overlap": 2, "candidates": "all", "most_patches": None, "compat": False}
    row = Row("gulls", "sag", "three", "Ivory", numbers_of(THREE), told)
    (line,) = csv.DictReader(StringIO(images_csv([row])))
    assert (line["cells"], line["baseline"]) == ("4", "blur")  # as the graph is, whatever was asked for
    assert [line[name] for name in ("overlap", "candidates", "most_patches", "compat")] == ["2", "all", "", "false"]


def test_the_summary_has_a_line_per_statistic() -> None:
    content = summary_csv(grouped([*rows("gulls"), *rows("others", {"one": ONE, "ten": TEN})]))
    lines = list(csv.DictReader(StringIO(content)))
    assert len(lines) == 2 * 13
    (line,) = (one for one in lines if (one["source"], one["statistic"]) == ("others", "share_below_10"))
    assert (line["value"], line["n"], line["interval"]) == ("0.5", "2", "Wilson 95 %")


def test_the_terminal_gets_a_line_per_explanation_and_the_names_of_those_not_asked() -> None:
    heading, line, *_, last = table(grouped(rows())).splitlines()
    assert heading.split("  ")[0] == "source"
    assert line.split() == [
        "gulls", "sag", "5", "4", "25", "%", "50", "%", "50", "%", "25", "%", "2.0", "12.5", "%", "0.75", "1.00", "1.25"
    ]  # fmt: skip
    assert last == "gulls, sag: not asked about, and counted in no share: not asked"


def test_the_line_of_shares_rises_at_each_area_and_ends_below_one_where_some_have_none() -> None:
    assert cumulative(rows()) == ([0.0, 6.25, 12.5, 62.5], [0.0, 0.25, 0.5, 0.75])


@pytest.mark.parametrize("groups", [grouped(rows()), grouped(rows("none", {"not asked": NOT_ASKED}))])
def test_the_figure_is_the_same_each_time_even_where_there_is_nothing_to_draw(groups: Groups) -> None:
    assert figure(groups, "png").startswith(b"\x89PNG")
    assert figure(groups, "svg") == figure(groups, "svg")
