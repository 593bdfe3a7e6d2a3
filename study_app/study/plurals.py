"""Which form of a text goes with a whole number: the plural categories of languages (Unicode CLDR, cardinals).

A language that is not here is treated as having two, as English has: one for 1, other for the rest.
"""

from collections.abc import Callable
from typing import Literal, get_args

Category = Literal["zero", "one", "two", "few", "many", "other"]
CATEGORIES: tuple[Category, ...] = get_args(Category)

Rule = Callable[[int], Category]


def category(language: str, n: int) -> Category:
    """The category of that number; language: a tag such as de or pt-BR."""
    return _rule(language)[1](abs(n))


def categories(language: str) -> tuple[Category, ...]:
    """The categories that whole numbers have in that language, in CLDR's order."""
    return _rule(language)[0]


def _rule(language: str) -> tuple[tuple[Category, ...], Rule]:
    return RULES.get(language.lower().partition("-")[0], (("one", "other"), _english))


def _english(n: int) -> Category:
    return "one" if n == 1 else "other"


def _hindi(n: int) -> Category:
    return "one" if n in (0, 1) else "other"


def _japanese(_: int) -> Category:
    return "other"


def _hebrew(n: int) -> Category:
    return "one" if n == 1 else "two" if n == 2 else "other"


def _arabic(n: int) -> Category:
    if n <= 2:
        return CATEGORIES[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


def _few(n: int) -> bool:
    return n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)


def _russian(n: int) -> Category:
    return "one" if n % 10 == 1 and n % 100 != 11 else "few" if _few(n) else "many"


def _serbian(n: int) -> Category:
    return "one" if n % 10 == 1 and n % 100 != 11 else "few" if _few(n) else "other"


def _polish(n: int) -> Category:
    return "one" if n == 1 else "few" if _few(n) else "many"


def _czech(n: int) -> Category:
    return "one" if n == 1 else "few" if n in (2, 3, 4) else "other"


def _lithuanian(n: int) -> Category:
    teens = 11 <= n % 100 <= 19
    return "one" if n % 10 == 1 and not teens else "few" if 2 <= n % 10 <= 9 and not teens else "other"


def _latvian(n: int) -> Category:
    if n % 10 == 0 or 11 <= n % 100 <= 19:
        return "zero"
    return "one" if n % 10 == 1 else "other"


def _romanian(n: int) -> Category:
    return "one" if n == 1 else "few" if n == 0 or 1 <= n % 100 <= 19 else "other"


def _slovenian(n: int) -> Category:
    found: dict[int, Category] = {1: "one", 2: "two", 3: "few", 4: "few"}
    return found.get(n % 100, "other")


_GROUPS: tuple[tuple[str, tuple[Category, ...], Rule], ...] = (
    ("am bn fa fr gu hi hy kn pt zu", ("one", "other"), _hindi),
    ("id ja km ko lo ms my th vi yo zh", ("other",), _japanese),
    ("he", ("one", "two", "other"), _hebrew),
    ("ar", CATEGORIES, _arabic),
    ("be ru uk", ("one", "few", "many"), _russian),
    ("bs hr sr", ("one", "few", "other"), _serbian),
    ("pl", ("one", "few", "many"), _polish),
    ("cs sk", ("one", "few", "other"), _czech),
    ("lt", ("one", "few", "other"), _lithuanian),
    ("lv", ("zero", "one", "other"), _latvian),
    ("ro", ("one", "few", "other"), _romanian),
    ("sl", ("one", "two", "few", "other"), _slovenian),
)
RULES = {language: (found, rule) for languages, found, rule in _GROUPS for language in languages.split()}
