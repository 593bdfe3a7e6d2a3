"""The plural categories of whole numbers, as Unicode's own data have them."""

import pytest

from study_app.study.plurals import categories, category

NUMBERS = (0, 1, 2, 3, 5, 10, 11, 12, 19, 20, 21, 22, 25, 100, 101, 102, 103, 111, 112, 1000)
# node --version: v20.20.2
# node -e 'for (const n of [0, 1, 2, …]) console.log(new Intl.PluralRules("ar").select(n))'
LETTERS = {"z": "zero", "1": "one", "2": "two", "f": "few", "m": "many", "o": "other"}
EXPECTED = {
    "en": "o 1 o o o o o o o o o o o o o o o o o o",
    "de": "o 1 o o o o o o o o o o o o o o o o o o",
    "fr": "1 1 o o o o o o o o o o o o o o o o o o",
    "hi": "1 1 o o o o o o o o o o o o o o o o o o",
    "ja": "o o o o o o o o o o o o o o o o o o o o",
    "he": "o 1 2 o o o o o o o o o o o o o o o o o",
    "ar": "z 1 2 f f f m m m m m m m o o o f m m o",
    "ru": "m 1 f f m m m m m m 1 f m m 1 f f m m m",
    "sr": "o 1 f f o o o o o o 1 f o o 1 f f o o o",
    "pl": "m 1 f f m m m m m m m f m m m f f m m m",
    "cs": "o 1 f f o o o o o o o o o o o o o o o o",
    "lt": "o 1 f f f o o o o o 1 f f o 1 f f o o o",
    "lv": "z 1 o o o z z z z z 1 o o z 1 o o z z z",
    "ro": "f 1 f f f f f f f o o o o o f f f f f o",
    "sl": "o 1 2 f o o o o o o o o o o 1 2 f o o o",
}


@pytest.mark.parametrize("language", sorted(EXPECTED))
def test_numbers_have_the_categories_of_unicode(language: str) -> None:
    assert [category(language, n) for n in NUMBERS] == [LETTERS[one] for one in EXPECTED[language].split()]


@pytest.mark.parametrize("language", sorted(EXPECTED))
def test_a_language_has_the_categories_that_its_numbers_have(language: str) -> None:
    assert set(categories(language)) == {category(language, n) for n in range(1000)}


def test_a_region_changes_nothing_and_a_language_that_is_not_known_is_as_english() -> None:
    assert category("pl-PL", 3) == "few"
    assert [category("tlh", n) for n in (1, 2)] == ["one", "other"]
    assert categories("tlh") == ("one", "other")
