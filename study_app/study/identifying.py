"""What no study asks: who somebody is.  Platforms forbid it, and pseudonymous data would be so no longer."""

WORDS = frozenset(
    "name names nickname forename firstname surname lastname fullname username email mail phone telephone mobile "
    "birthday birthdate dateofbirth dob postcode postalcode zip zipcode address street employer passport iban".split()
)


def identifying(name: str) -> str | None:
    """The part of a question's name that asks who somebody is; None where there is none."""
    parts = name.replace("-", "_").split("_")
    together = "".join(parts)
    return together if together in WORDS else next((part for part in parts if part in WORDS), None)
