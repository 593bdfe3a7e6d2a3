import pytest

from analysis import wording
from analysis.result import Interval


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.1324, "p = .132"), (0.0004, "p < .001"), (0.001, "p = .001"), (0.9996, "p > .999"), (1.0, "p > .999")],
)
def test_p_values_are_written_as_apa_asks(p: float, said: str) -> None:
    assert wording.p_value(p) == said


@pytest.mark.parametrize(("value", "said"), [(-0.5, "−0.50"), (-0.001, "0.00"), (0.0, "0.00"), (12.345, "12.35")])
def test_numbers_have_a_real_minus_and_never_minus_nought(value: float, said: str) -> None:
    assert wording.number(value) == said


def test_shares_have_no_needless_decimals() -> None:
    assert [wording.share(1 / n) for n in (2, 4, 8, 3)] == ["50%", "25%", "12.5%", "33.3%"]


def test_limits_stand_in_brackets() -> None:
    assert wording.limits(Interval(-0.12, 0.9, 0.95)) == "[−0.12, 0.90]"
    assert wording.level(Interval(0, 1, 0.975)) == "97.5% CI"


def test_words_are_listed_as_one_says_them() -> None:
    assert [wording.listed(list("abc"[:n])) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
