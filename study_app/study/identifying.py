"""What no study asks: who somebody is.  Platforms forbid it, and pseudonymous data would be so no longer."""

_WORDS = """
name names nickname forename firstname surname lastname fullname username
email mail phone telephone mobile address street postcode postalcode zip zipcode
birthday birthdate dateofbirth dob employer passport iban
"""
WORDS = frozenset(_WORDS.split())


def identifying(name: str) -> str | None:
    """The part of a question's name that asks who somebody is; None where there is none."""
    parts = name.replace("-", "_").split("_")
    together = "".join(parts)
    return together if together in WORDS else next((part for part in parts if part in WORDS), None)
