import pytest
from matplotlib import colormaps
from pydantic import ValidationError

from stimuli.style import COLOUR_MAPS, PictureStyle


@pytest.mark.parametrize("name", ["jet", "jet_r", "rainbow", "hsv", "turbo", "hot", "Reds", "nothing"])
def test_a_misleading_or_unknown_colour_map_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="use one of cividis"):
        PictureStyle(colour_map=name)


@pytest.mark.parametrize("name", COLOUR_MAPS)
def test_lightness_rises_steadily_in_every_colour_map_on_offer(name: str) -> None:
    red, green, blue = colormaps[name](range(256))[:, :3].T ** 2.2
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert (luminance[8:] > luminance[:-8]).all()
