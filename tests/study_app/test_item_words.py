"""What `gullseye build` and `gullseye check` say of a set's items."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from stimuli import manifest
from stimuli.build.freshness import pictures_of, set_id
from stimuli.manifest import Item, Occluded, StimulusSet, Stratum
from stimuli.recipe import read_recipe
from study_app.cli import gullseye
from study_app.composition.item_words import items_told
from study_app.study_folder import SHIPPED
from tests.builders import write_stimulus_set

NO_PAIR, BASELINE = "no two versions differ enough", "the baseline by itself is taken for the class"
TOO_FEW = "fewer pairs than items.per_image"


def item(made: StimulusSet, n: int, image: int, stratum: Stratum) -> Item:
    """The n-th item, of that image."""
    shown = made.stimuli[image]
    left = Occluded(asset=shown.asset, hidden=(0,), hidden_area=0.02, p=0.8, share=1.0, keeps_class=True)
    return Item(
        id=f"item {n}",
        image=shown.image,
        target=shown.label,
        cells=7,
        baseline="blur",
        p_full=0.8,
        left=left,
        right=left.model_copy(update={"p": 0.2, "share": 0.25, "keeps_class": False}),
        correct="left",
        gap=0.75,
        difficulty=0.25,
        n_hidden=1,
        stratum=stratum,
    )


def asked(folder: Path, strata: Mapping[int, Stratum], misses: Mapping[str, int]) -> StimulusSet:
    """The gulls' set, with an item of each of these images."""
    made = write_stimulus_set(folder)
    items = tuple(item(made, n, image, stratum) for n, (image, stratum) in enumerate(strata.items()))
    changed = made.model_copy(update={"items": items, "item_misses": misses})
    manifest.write(changed, folder)
    return changed


def all_but(n: int) -> dict[int, Stratum]:
    """Two items that are not open, and open ones, of all 64 images but n."""
    return {image: "root" if image < 2 else "open" for image in range(64 - n)}


@pytest.mark.parametrize(
    ("strata", "misses", "line"),
    [
        (
            all_but(4),
            {BASELINE: 1, NO_PAIR: 3},
            f"60 items (58 open, 2 root); none of 4 images: {NO_PAIR} (3), {BASELINE} (1)",
        ),
        (all_but(0), {}, "64 items (62 open, 2 root)"),
        (all_but(0), {TOO_FEW: 1}, f"64 items (62 open, 2 root); too few of 1 image: {TOO_FEW} (1)"),
        (
            all_but(1),
            {NO_PAIR: 1, TOO_FEW: 2},
            f"63 items (61 open, 2 root); none, or too few, of 3 images: {TOO_FEW} (2), {NO_PAIR} (1)",
        ),
        ({0: "node"}, {NO_PAIR: 47}, f"1 item (1 node); none of 47 images: {NO_PAIR} (47)"),
        ({}, {NO_PAIR: 64}, f"0 items; none of 64 images: {NO_PAIR} (64)"),
    ],
)
def test_items_are_counted_by_stratum_and_misses_by_reason(
    tmp_path: Path, strata: Mapping[int, Stratum], misses: Mapping[str, int], line: str
) -> None:
    assert items_told(asked(tmp_path, strata, misses)) == (line,)


def test_of_a_set_whose_recipe_wants_no_items_nothing_is_said(tmp_path: Path) -> None:
    assert items_told(write_stimulus_set(tmp_path).model_copy(update={"items": ()})) == ()


def test_check_tells_the_items_of_a_built_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(tmp_path))
    asked(tmp_path / "stimuli" / "gulls", all_but(0), {})
    assert CliRunner().invoke(gullseye, ["check", "gulls"]).stdout.endswith("\n64 items (62 open, 2 root)\n")


def test_build_ends_with_the_items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(tmp_path))
    out, recipe_file = tmp_path / "stimuli" / "gulls", SHIPPED / "gulls" / "stimuli.toml"
    recipe = read_recipe(recipe_file)
    wanted = set_id(recipe, recipe_file.parent, pictures_of(recipe.images, recipe_file.parent))
    manifest.write(asked(out, all_but(0), {}).model_copy(update={"set_id": wanted}), out)
    told = CliRunner().invoke(gullseye, ["build", "gulls"])
    assert told.output.endswith("as the recipe wants them\n64 items (62 open, 2 root)\n"), told.output
