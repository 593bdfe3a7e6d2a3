from analysis.figures.key import Entry, key, look


def test_twelve_arms_all_look_different_even_without_colour() -> None:
    without_colour = {(look(place).marker, look(place).dash) for place in range(12)}
    assert len(without_colour) == 12


def test_six_arms_have_six_shapes_and_six_colours() -> None:
    looks = [look(place) for place in range(6)]
    assert len({each.marker for each in looks}) == 6
    assert len({each.colour for each in looks}) == 6


def test_short_names_stand_beside_each_other_and_long_ones_under_each_other() -> None:
    assert [len(row) for row in key([Entry("a"), Entry("b"), Entry("c")]).rows] == [3]
    assert [len(row) for row in key([Entry("a name that is rather long")] * 2).rows] == [1, 1]


def test_of_many_arms_a_long_name_breaks_rather_than_take_the_other_column() -> None:
    long = Entry("a name that is far too long for half of the sheet")
    assert [len(row) for row in key([long, *[Entry("a")] * 5]).rows] == [2, 2, 2]


def test_no_arm_takes_no_room() -> None:
    assert key([]).height == 0
