from analysis.figures.caterpillar import Item, caterpillar
from tests.analysis.figures.drawings import items
from tests.analysis.figures.drawn import places, words


def names(svg: str) -> list[str]:
    """From top to bottom."""
    return [each.text for each in sorted(words(svg), key=lambda each: each.top) if each.text.startswith("item ")]


def test_items_stand_from_the_highest_to_the_lowest_whatever_their_order() -> None:
    svg = caterpillar([Item("item b", 0.5), Item("item c", 0.9), Item("item a", 0.1)], None, "x", "alt")
    assert names(svg) == ["item c", "item b", "item a"]


def test_items_in_any_order_give_the_same_picture() -> None:
    assert caterpillar(items(30, 3), 0.25, "x", "alt") == caterpillar(items(30, 3)[::-1], 0.25, "x", "alt")


def test_every_item_is_a_point_and_outliers_are_points_of_their_own() -> None:
    svg = caterpillar(items(20, 3), 0.25, "x", "alt")
    assert len(places(svg, "items")) == 17
    assert len(places(svg, "outliers")) == 3
    assert len(names(svg)) == 20


def test_of_2000_items_the_highest_the_lowest_and_the_outliers_farthest_out_are_named() -> None:
    svg = caterpillar(items(2000, 60), 0.25, "x", "alt")
    assert len(places(svg, "items")) + len(places(svg, "outliers")) == 2000
    assert names(svg) == ["item 1999", *[f"item {place}" for place in range(14, -1, -1)]]
    assert "2,000 items, 60 outliers, 15 of them named" in [each.text for each in words(svg)]


def test_2000_items_are_a_small_file() -> None:
    assert len(caterpillar(items(2000, 60), 0.25, "x", "alt")) < 400_000


def test_an_outlier_has_its_reason_beside_its_name() -> None:
    told = {each.text: each for each in words(caterpillar(items(20, 1), 0.25, "x", "alt"))}
    assert abs(told["below chance"].bottom - told["item 0"].bottom) < 2
    assert told["below chance"].left > told["item 0"].right


def test_a_name_that_is_too_long_is_cut_and_shows_it() -> None:
    svg = caterpillar([Item("item with a name that is far too long", 0.5)], None, "x", "alt")
    assert names(svg) == ["item with a name that is…"]


def test_no_items_are_said_to_be_none() -> None:
    assert "no items" in [each.text for each in words(caterpillar([], 0.25, "x", "alt"))]
