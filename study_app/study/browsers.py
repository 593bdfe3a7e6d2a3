"""Which browser a user agent names: family and main version, and no more, since the rest helps to recognise people."""

import re

FAMILIES = ("Chrome", "Firefox", "Safari", "Edge")
OTHER = "other"
_SIGNS = (  # the first that is found counts: most browsers name those that they descend from too
    (OTHER, r"\b(?:OPR|Opera|OPT|Vivaldi|YaBrowser|SamsungBrowser|UCBrowser|DuckDuckGo|Silk|Whale|GSA)/(\d+)"),
    ("Edge", r"\b(?:Edge|Edg|EdgA|EdgiOS)/(\d+)"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"\b(?:Chrome|Chromium|HeadlessChrome|CriOS)/(\d+)"),
    ("Safari", r"\bVersion/(\d+)\S* (?:Mobile/\S+ )?Safari/"),
)
MOST = 500


def browser_of(user_agent: str) -> tuple[str, int | None]:
    """The family (`other` where it is none of FAMILIES) and the main version; None where it is not told."""
    for family, sign in _SIGNS:
        found = re.search(sign, user_agent[:MOST])
        if found:
            version = found[1]
            return family, int(version) if len(version) < 6 else None
    return OTHER, None
