"""Whether a map's weak places can be told from its strong ones once it is laid over a picture."""

import numpy as np

from stimuli.overlay import coloured
from stimuli.style import PictureStyle

GREYS = (64, 128, 192)  # grounds, sRGB: dark, middle and light places of a picture
LEAST = 1.5  # the ratio below which a map is called faint; ours: text needs 4.5, signs 3 (WCAG 2.2, 1.4.3 and 1.4.11)


def contrast(style: PictureStyle) -> float:
    """The WCAG 2.2 contrast ratio of a map's strongest and weakest places, on the ground where it is least; 1 … 21."""
    ratios = []
    for grey in GREYS:
        ground = np.full((1, 2, 3), grey, dtype=np.uint8)
        weak, strong = coloured(ground, np.array([[0.0, 1.0]], dtype=np.float32), style)[0]
        darker, lighter = sorted((_luminance(weak), _luminance(strong)))
        ratios.append((lighter + 0.05) / (darker + 0.05))
    return min(ratios)


def contrast_warnings(styles: dict[str, PictureStyle]) -> list[str]:
    """A line for each explanation (name → how it is drawn) whose weak and strong places look nearly alike."""
    return [
        f"explanation {name!r}: weak and strong places of its maps have a contrast of only {contrast(style):.1f}; "
        f"a greater opacity in [picture] than {style.opacity:g} helps"
        for name, style in styles.items()
        if style.look == "overlay" and contrast(style) < LEAST
    ]


def _luminance(pixel: np.ndarray) -> float:
    """Relative luminance of an sRGB pixel, as WCAG 2.2 defines it; 0 … 1."""
    share = pixel.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
