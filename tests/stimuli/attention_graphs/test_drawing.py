import re
from base64 import b64decode
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from stimuli.attention_graphs.drawing import lost_weight, sheet
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.printing import printed
from stimuli.graph_style import GraphStyle
from stimuli.renderers.attention_graph import draw, legend, small
from stimuli.style import PictureStyle
from tests.stimuli.attention_graphs.invented import EMPTY, PICTURE, TWO_ROOTS, invented

SHOWN = np.full((60, 80, 3), 200, dtype=np.uint8)
BARE = GraphStyle(numbers=False, edges=False)
BLUE, SKY, GREY, VERMILION = ([0, 114, 178], [86, 180, 233], [197, 203, 209], [213, 94, 0])


def pixels(style: GraphStyle) -> NDArray[np.int64]:
    return draw(TWO_ROOTS, SHOWN, PictureStyle(attention_graph=style))[0].pixels.astype(int)


def has(found: NDArray[np.int64], colour: list[int]) -> bool:
    return bool((found == colour).all(-1).any())


def texts(style: GraphStyle) -> list[str]:
    return sorted(text.get_text() for text in sheet(TWO_ROOTS, SHOWN, style).figure.texts)


def pictures(style: GraphStyle) -> list[tuple[float, ...]]:
    return [tuple(axes.get_position().bounds) for axes in sheet(TWO_ROOTS, SHOWN, style).figure.axes]


def test_each_node_says_its_share_rounded_down_and_the_picture_says_100() -> None:
    assert texts(GraphStyle()) == sorted(["100 %", "104 %", "95 %", "35 %", "29 %", "75 %"])


def test_neither_numbers_nor_edges_move_a_node() -> None:
    for style in (BARE, GraphStyle(numbers=False), GraphStyle(edges=False)):
        assert pictures(style) == pictures(GraphStyle())
        assert pixels(style).shape == pixels(GraphStyle()).shape


def test_without_numbers_nothing_is_written() -> None:
    assert texts(GraphStyle(numbers=False)) == []


def test_without_edges_no_square_is_outlined() -> None:
    assert has(pixels(GraphStyle()), VERMILION)
    assert not has(pixels(GraphStyle(edges=False)), VERMILION)


def test_frames_tell_three_steps() -> None:
    found = pixels(GraphStyle(edges=False))
    assert has(found, BLUE)
    assert has(found, SKY)
    assert has(found, GREY)


def test_without_numbers_neither_frames_nor_arrows_tell_a_share() -> None:
    found = pixels(GraphStyle(numbers=False))
    assert not has(found, BLUE)
    assert not has(found, SKY)
    weights = {lost_weight(TWO_ROOTS, edge, GraphStyle(numbers=False)) for edge in range(len(TWO_ROOTS.edges))}
    assert weights == {2.2}


def test_a_node_s_picture_is_what_the_network_saw_neither_lighter_nor_darker() -> None:
    drawn = [axes.images[0].get_array() for axes in sheet(TWO_ROOTS, SHOWN, GraphStyle()).figure.axes]
    assert len(drawn) == 6
    assert (np.asarray(drawn[0]) == SHOWN).all()
    assert all((np.asarray(drawn[n + 1]) == TWO_ROOTS.composed(n)).all() for n in range(5))


@pytest.mark.parametrize(
    ("share", "weight"), [(0.81, 1.0), (0.8, 2.2), (0.4, 2.2), (0.39, 4.2)], ids=["19", "20", "60", "61"]
)
def test_a_line_is_thin_below_20_points_and_thick_above_60(share: float, weight: float) -> None:
    assert lost_weight(invented({(0, 1): 1.0, (0,): share}, 1), 0, GraphStyle()) == weight


def test_a_graph_without_nodes_is_the_picture_with_words_under_it() -> None:
    (drawing,) = draw(EMPTY, SHOWN, PictureStyle())
    assert drawing.caption == "no few squares are enough"
    assert draw(TWO_ROOTS, SHOWN, PictureStyle())[0].caption == ""
    assert drawing.pixels.shape[0] < drawing.pixels.shape[1] < pixels(GraphStyle()).shape[1]


def test_its_small_picture_is_the_first_sufficient_set() -> None:
    assert (small(TWO_ROOTS, SHOWN, PictureStyle()) == TWO_ROOTS.composed(0)).all()
    assert small(EMPTY, SHOWN, PictureStyle()) is SHOWN


def test_a_large_picture_is_not_made_smaller() -> None:
    large = np.zeros((2000, 1500, 3), dtype=np.uint8)
    height, width, _ = draw(TWO_ROOTS, large, PictureStyle())[0].pixels.shape
    assert height >= 2000
    assert width >= 1500


def test_the_key_explains_what_is_seen_alone() -> None:
    assert legend(PictureStyle()).alt == (
        "Key to the rows of small pictures: Certainty left: over 90 %, over 50 %, less; "
        "Certainty, in % of that for the whole picture; One square fewer; the thicker, the more is lost; "
        "The square that was taken away"
    )
    assert legend(PictureStyle(attention_graph=BARE)).alt == (
        "Key to the rows of small pictures: From row to row fewer squares are uncovered"
    )
    own = GraphStyle(numbers=False, frames="", arrows="one fewer", outlines="gone")
    assert legend(PictureStyle(attention_graph=own)).alt == "Key to the rows of small pictures: one fewer; gone"
    assert legend(PictureStyle()).pixels.shape == legend(PictureStyle(attention_graph=own)).pixels.shape


def test_colours_are_checked() -> None:
    with pytest.raises(ValueError, match=r"'red': no colour; write it as #RRGGBB"):
        GraphStyle(outline="red")
    with pytest.raises(ValueError, match=r"'blue': no colour"):
        GraphStyle(colours=("blue", "#000000", "#FFFFFF"))


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_graph_is_printed_to_the_same_bytes_every_time(kind: Literal["svg", "png", "pdf"]) -> None:
    first = printed(TWO_ROOTS, SHOWN, GraphStyle(), kind)
    assert first == printed(TWO_ROOTS, SHOWN, GraphStyle(), kind)
    assert first.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[kind])


def test_an_svg_holds_every_pixel_of_what_the_network_saw() -> None:
    text = printed(TWO_ROOTS, PICTURE, GraphStyle(), "svg").decode()
    assert "<dc:date>" not in text
    found = [np.asarray(Image.open(BytesIO(one)).convert("RGB")) for one in embedded(text)]
    assert [one.shape for one in found] == [(48, 48, 3)] * 6
    turned = [one[::-1] for one in found]
    for n in range(5):
        assert any((one == TWO_ROOTS.composed(n)).all() for one in (*found, *turned))


def embedded(text: str) -> list[bytes]:
    return [b64decode(one.split('"')[0]) for one in text.split("data:image/png;base64,")[1:]]


@pytest.mark.parametrize("dots", [150, 300])
def test_a_frame_is_as_thick_on_every_side_and_nothing_lies_between_it_and_the_picture(dots: int) -> None:
    dark = replace(TWO_ROOTS, picture=np.full_like(PICTURE, 60), baseline=np.full_like(PICTURE, 30))
    plain = GraphStyle(numbers=False, edges=False)
    paper = sheet(dark, np.full_like(SHOWN, 60), plain)
    found = paper.pixels(dots)
    for axes in paper.figure.axes[1:]:
        left, bottom, width, height = axes.get_position().bounds
        first, last = round(left * found.shape[1]), round((left + width) * found.shape[1])
        top, end = round((1 - bottom - height) * found.shape[0]), round((1 - bottom) * found.shape[0])
        frame = 5 * dots // 150
        around = found[top - frame : end + frame, first - frame : last + frame].astype(int)
        is_frame = (around == GREY).all(-1)
        assert not is_frame[frame:-frame, frame:-frame].any()
        assert is_frame.sum() == is_frame.size - (last - first) * (end - top)
        assert around[frame:-frame, frame:-frame].max() <= 60


def test_a_printed_graph_has_its_key_under_it_and_the_picture_in_the_page_has_not() -> None:
    assert words_of(TWO_ROOTS, GraphStyle())[-5:] == [
        "Certainty left: over 90 %, over 50 %, less",
        "93 %",
        "Certainty, in % of that for the whole picture",
        "One square fewer; the thicker, the more is lost",
        "The square that was taken away",
    ]
    assert words_of(TWO_ROOTS, BARE) == ["From row to row fewer squares are uncovered"]
    assert texts(BARE) == []


def test_a_print_without_nodes_says_why() -> None:
    assert words_of(EMPTY, GraphStyle()) == ["no few squares are enough"]
    assert words_of(EMPTY, GraphStyle(nothing="")) == []
    assert sheet(EMPTY, SHOWN, GraphStyle()).figure.texts == []


def words_of(graph: AttentionGraph, style: GraphStyle) -> list[str]:
    """What stands in its printed file; where letters are drawn as paths, a comment holds each line of text."""
    text = printed(graph, SHOWN, style, "svg").decode()
    return [unescape(line) for line in re.findall(r"<!-- (.+?) -->", text)]
