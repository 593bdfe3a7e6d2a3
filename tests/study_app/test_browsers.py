"""Browsers told by what they call themselves."""

import pytest

from study_app.study.browsers import browser_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "browser"),
    [
        (f"{WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36", ("Chrome", 131)),
        (f"{WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70", ("Edge", 131)),
        (f"{WINDOWS} {WEBKIT} Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0", ("other", 116)),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-G991B) {WEBKIT} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile",
            ("other", 23),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", ("Firefox", 133)),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", ("Safari", 17)),
        (f"{IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", ("Chrome", 131)),
        (f"{IPHONE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15", ("Firefox", 133)),
        (f"{IPHONE} EdgiOS/131.0.2903.68 Version/17.0 Mobile/15E148 Safari/604.1", ("Edge", 131)),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.1 Safari/605.1.15",
            ("Safari", 18),
        ),
        (f"{WINDOWS} {WEBKIT} HeadlessChrome/131.0.0.0 Safari/537.36", ("Chrome", 131)),
        ("curl/8.5.0", ("other", None)),
        ("Firefox/99999999", ("Firefox", None)),
        ("x" * 100000 + " Firefox/133.0", ("other", None)),
    ],
)
def test_a_browser_is_known_by_family_and_main_version(agent: str, browser: tuple[str, int | None]) -> None:
    assert browser_of(agent) == browser
