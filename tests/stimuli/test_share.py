import pytest

from stimuli.share import Share


def test_the_interval_of_a_share_is_wilsons() -> None:
    # scipy.stats.binomtest(45, 50).proportion_ci(method="wilson")
    assert Share(45, 50).interval == pytest.approx((0.786398, 0.956524), abs=1e-6)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_the_interval_is_that_of_the_textbook() -> None:
    """The four examples of Newcombe (1998), Statistics in Medicine 17, table I, method 3, as remembered."""
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (n_right, n), bounds in printed.items():
        assert Share(n_right, n).interval == pytest.approx(bounds, abs=5e-5)


@pytest.mark.parametrize("n", range(1, 200))
def test_the_interval_holds_the_share_whatever_the_rounding(n: int) -> None:
    for share in (Share(0, n), Share(n, n)):
        low, high = share.interval
        assert low <= share.value <= high
