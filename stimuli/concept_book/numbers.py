"""Numbers as they are read: few decimals, a true minus, a dash where there is none."""

import math

NONE = "–"


def number(value: float, decimals: int = 2) -> str:
    """1.234 → 1.23, -0.001 → 0.00; a dash for what is no number."""
    if math.isnan(value):
        return NONE
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{decimals}f}".replace("-", "−") if round(value, decimals) else f"{0:.{decimals}f}"


def signed(value: float, decimals: int = 2) -> str:
    """As `number`, with a plus where it is positive."""
    return f"{'+' if round(value, decimals) > 0 else ''}{number(value, decimals)}"


def percent(share: float) -> str:
    """0.966 → 97 %."""
    return NONE if math.isnan(share) else f"{100 * share:.0f} %".replace("-", "−")


def counted(n: int, one: str, more: str = "") -> str:
    """1 image, 2 images."""
    return f"{n} {one if n == 1 else more or f'{one}s'}"
