"""Texts cut and broken to the room there is: widths of DejaVu Sans, in which a W is 0.989 of its size wide."""

from stimuli.lettering import fitted, shortened, wrapped

W_PT = 9.89  # of 10 points


def test_a_text_keeps_its_ends_when_it_is_shortened() -> None:
    assert shortened("abcdefghij", 10) == "abcdefghij"
    assert shortened("abcdefghij", 7) == "abcd…ij"


def test_wide_letters_leave_room_for_fewer() -> None:
    assert fitted("i" * 12, 10 * W_PT / 72, 10) == "i" * 12
    assert fitted("W" * 10, 10.1 * W_PT / 72, 10) == "W" * 10
    assert fitted("W" * 12, 10.1 * W_PT / 72, 10) == "WWWWWW…WWW"


def test_bold_letters_leave_room_for_fewer() -> None:
    room = 10.1 * W_PT / 72
    assert len(fitted("W" * 12, room, 10, "bold")) < len(fitted("W" * 12, room, 10))


def test_a_text_is_broken_between_words() -> None:
    assert wrapped("WW WWW WW", 4.1 * W_PT / 72, 10) == ["WW", "WWW", "WW"]
    assert wrapped("WW WWW WW", 6.1 * W_PT / 72, 10) == ["WW WWW", "WW"]


def test_a_word_without_room_is_broken_and_nothing_of_it_is_lost() -> None:
    assert wrapped("W WWWWW W", 2.1 * W_PT / 72, 10) == ["W", "WW", "WW", "W", "W"]


def test_a_dollar_is_a_letter() -> None:
    assert wrapped("$WW$ WW", 3.5 * W_PT / 72, 10) == ["$WW$", "WW"]
