import pytest

from stimuli.training.schedule import picture_px, rate


def test_the_rate_warms_up_to_its_peak_and_falls_to_nearly_nothing() -> None:
    assert rate(0.0, 1.0) == pytest.approx(0.05)
    assert rate(0.06, 1.0) == pytest.approx(1.0)
    assert rate(0.53, 1.0) == pytest.approx(0.5)
    assert rate(1.0, 1.0) == pytest.approx(0.002)


def test_pictures_grow_to_full_size() -> None:
    assert [picture_px(progress, 224, grow=True) for progress in (0.0, 0.15, 0.3, 0.39, 0.4, 1.0)] == [
        128,
        192,
        224,
        224,
        224,
        224,
    ]


def test_pictures_can_have_full_size_from_the_start() -> None:
    assert picture_px(0.0, 224, grow=False) == 224
