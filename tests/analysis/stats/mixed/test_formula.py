import pytest

from analysis.stats.mixed.formula import Formula, FormulaError, RandomTerm, parse


def test_effects_and_groups_are_told_apart() -> None:
    text = "correct ~ condition * block + (1 + block || participant) + (1 | item)"
    random = (RandomTerm("1 + block", ("participant",), False), RandomTerm("1", ("item",), True))
    assert parse(text) == Formula(text, "correct", "condition * block", random)


def test_counts_have_a_response_of_two_parts() -> None:
    found = parse("cbind(right, asked - right) ~ period + (1 | herd)")
    assert (found.response, found.failures) == ("right", "asked - right")


def test_nested_groups_are_the_outer_one_and_both_together() -> None:
    found = parse("y ~ x + (1 | school/class)")
    assert [term.group for term in found.random] == [("school",), ("school", "class")]


def test_parentheses_of_functions_stay_with_the_fixed_terms() -> None:
    assert parse("y ~ (1 | p) + log(x + 1) + z").fixed == "log(x + 1) + z"


def test_without_fixed_terms_there_is_the_intercept() -> None:
    assert parse("y ~ (1 | p)").fixed == "1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("correct", "is no formula"),
        ("correct ~ condition", "has no random effects"),
        ("correct ~ 1 | participant", "stands in parentheses"),
        ("correct ~ (1 | participant", "do not match"),
        ("correct ~ x) + (1 | participant)", "do not match"),
        ("correct ~ (1 | ) + x", "no random effect"),
        ("correct ~ ( | p) + x", "no random effect"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, said: str) -> None:
    with pytest.raises(FormulaError, match=said):
        parse(text)
