"""Numbers in words, as APA asks for them.  Rounding happens here and in figures only; results stay unrounded."""

from analysis.result import Interval, Result, Scale, Test
from analysis.units import unit_of

MINUS = "−"


def number(value: float, digits: int = 2) -> str:
    """A rounded number with a real minus sign; never minus nought."""
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def percent(proportion: float, digits: int = 1) -> str:
    """A proportion in per cent."""
    return f"{number(100 * proportion, digits)}%"


def share(proportion: float) -> str:
    """A round proportion without needless decimals, as for chance or a smallest effect: 25%, 12.5%."""
    return f"{100 * proportion:.3g}%"


def p_value(p: float) -> str:
    """`p = .132`, or `p < .001`; never `p = .000`."""
    bare = bare_p(p)
    return f"p {bare}" if bare[0] in "<>" else f"p = {bare}"


def bare_p(p: float) -> str:
    """`.132`, `< .001` or `> .999`."""
    if p < 0.001:
        return "< .001"
    return "> .999" if p > 0.999 else f"{p:.3f}".removeprefix("0")


def level(interval: Interval) -> str:
    """`95% CI`."""
    return f"{100 * interval.level:.3g}% CI"


def limits(interval: Interval, scale: float = 1.0, digits: int = 2) -> str:
    """`[-0.12, 0.90]` with real minus signs."""
    return f"[{number(interval.low * scale, digits)}, {number(interval.high * scale, digits)}]"


def in_percent(interval: Interval) -> str:
    """The limits of an interval of proportions, in per cent or percentage points."""
    return limits(interval, 100, 1)


def test(result: Test) -> str:
    """`t(54.83) = 1.53, p = .132`, with the adjusted p behind it where there is one."""
    sided = "" if result.sided == "two-sided" else "one-sided "
    text = f"{statistic(result)}, {sided}{p_value(result.p)}"
    if result.p_adjusted is None:
        return text
    return f"{text}; {result.adjustment}-adjusted for {result.n_comparisons} comparisons {p_value(result.p_adjusted)}"


def statistic(result: Test) -> str:
    """`t(54.83) = 1.53`; without degrees of freedom where the test has none."""
    df = "" if result.df is None else f"({number(result.df, 0 if float(result.df).is_integer() else 2)})"
    return f"{result.symbol}{df} = {number(result.statistic)}"


def contrast(result: Result) -> str:
    """What is compared: `xnn − none`, or the combination as it was planned."""
    written = result.labels.get("contrast")
    return f"{result.labels['first']} {MINUS} {result.labels['second']}" if written is None else written


def difference(result: Result) -> str:
    """A difference with its interval, in its unit: `12.8 percentage points, 95% CI [5.1, 20.5]`."""
    if result.estimate is None or result.interval is None:
        return f"not estimable: {result.reason}"
    limited = f"{level(result.interval)} {range_of(result.interval, result.scale)}"
    return f"{amount(result.estimate, result.scale)}, {limited}"


def amount(value: float, scale: Scale) -> str:
    """A number of that scale with its unit: `12.8 percentage points`, `−120 ms`."""
    return f"{bare_amount(value, scale)} {unit_of(scale).words}".rstrip()


def bare_amount(value: float, scale: Scale) -> str:
    """The same without the unit."""
    unit = unit_of(scale)
    return number(unit.value(value), unit.digits)


def range_of(interval: Interval, scale: Scale) -> str:
    """The limits of an interval in the unit of its scale."""
    unit = unit_of(scale)
    return limits(interval, unit.factor, unit.digits)


def people(n: int) -> str:
    """`1 participant`, `20 participants`."""
    return f"{n} participant{'' if n == 1 else 's'}"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
