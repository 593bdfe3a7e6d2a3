import pytest
from matplotlib import colormaps
from pydantic import ValidationError

from stimuli.concept_style import ConceptStyle
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


@pytest.mark.parametrize("caption", ["{share:+.2q}", "{}", "{label}", "{name", "{name.first}", "{name[0].x}"])
def test_a_caption_that_cannot_be_filled_in_is_refused_when_it_is_read(caption: str) -> None:
    with pytest.raises(ValidationError, match="cannot be filled in"):
        ConceptStyle(caption=caption)


@pytest.mark.parametrize(
    ("caption", "expected"), [("{name}", "B"), ("", ""), ("{share:.0%}", "−50%"), ("{name}: {share:+.1f}", "B: −0.5")]
)
def test_a_caption_is_filled_in_as_it_says(caption: str, expected: str) -> None:
    assert ConceptStyle(caption=caption).caption_of(1, -0.5) == expected


@pytest.mark.parametrize("colour", ["blue", "#12345", "#1234567", "0072B2"])
def test_a_colour_that_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValidationError, match="no colour; write it as #RRGGBB"):
        ConceptStyle(colours=("#0072B2", colour))


def test_two_concepts_of_one_colour_or_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="#0072B2 is there twice"):
        ConceptStyle(colours=("#0072B2", "#E69F00", "#0072b2"))
    with pytest.raises(ValidationError, match="A is there twice"):
        ConceptStyle(names=("A", "B", "A"))


def test_no_colours_and_no_names_at_all_are_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        ConceptStyle(colours=(), names=())
    assert str(refused.value).count("give at least one") == 2


def test_there_are_eight_colours_by_default() -> None:
    assert len({ConceptStyle().colour(n) for n in range(8)}) == 8
    assert ConceptStyle().colour(8) == ConceptStyle().colour(0)


def test_no_dimming_leaves_every_tile_its_light() -> None:
    assert [ConceptStyle(faintest=1).light(share) for share in (0, -0.5, 1)] == [1, 1, 1]
    assert [ConceptStyle().light(share) for share in (0, -0.5, 1)] == pytest.approx([0.3, 0.65, 1])
