import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from stimuli import manifest
from stimuli.build.freshness import fresh_set
from stimuli.build.study import Build, build
from stimuli.build.workshop import Work
from stimuli.classifier import Evaluations
from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.map_cells import map_cells
from stimuli.store import Store
from tests.stimuli.build.building import built, change, constructed


def faults_of(study: Path) -> list[str]:
    with pytest.raises(StimuliError) as fault:
        built(study)
    return str(fault.value).splitlines()


def test_a_set_holds_every_image_with_every_explanation(study: Path) -> None:
    stimuli = built(study).stimuli
    assert [stimulus.image for stimulus in stimuli.stimuli] == [
        f"{c}/{n}.png" for c in ("blue", "red") for n in range(4)
    ]
    assert stimuli.classes == ("blue", "red")
    assert stimuli.explanation_names == ("heatmap", "placebo")
    assert all(stimulus.classifier_correct for stimulus in stimuli.stimuli)
    assert manifest.faults(stimuli, study / "out") == []
    assert manifest.read(study / "out") == stimuli


def test_every_explanation_is_handed_on_in_few_cells_as_it_is_in_the_store(study: Path) -> None:
    for stimulus in built(study).stimuli.stimuli:
        for explanation in stimulus.explanations:
            entry = Store(study / "store").get(explanation.store_key or "")
            assert entry is not None
            assert explanation.map_cells == map_cells(Heatmap.of_arrays(entry.arrays, ()))
            assert "ff" in (explanation.map_cells or "")


def test_nothing_about_a_picture_gives_its_class_away(study: Path) -> None:
    stimuli = built(study).stimuli
    alts = {
        asset.alt
        for stimulus in stimuli.stimuli
        for e in stimulus.explanations
        for asset in (stimulus.asset, *e.assets)
    }
    assert alts == {
        "Picture",
        "The same picture with a map over it: the brighter a place, the more it mattered to the computer",
    }
    files = (study / "out" / "assets").iterdir()
    for file in files:
        with Image.open(file) as image:
            assert not image.getexif()
        assert len(file.stem) == 64


def test_a_second_build_computes_nothing_and_needs_no_store(study: Path) -> None:
    first, second = built(study), built(study)
    assert first.evaluations.forward > 0
    assert (second.n_opened, second.work, second.evaluations) == (0, Work(), Evaluations())
    assert second.stimuli == first.stimuli


def test_without_the_manifest_everything_is_found_in_the_store(study: Path) -> None:
    built(study)
    (study / "out" / "manifest.json").unlink()
    again = constructed(study)
    assert (again.n_opened, again.work, again.evaluations) == (0, Work(), Evaluations())


def test_another_colour_map_draws_again_and_computes_nothing(study: Path) -> None:
    first = built(study)
    change(study, "[images]", '[picture]\ncolour_map = "magma"\n[images]')
    second = built(study)
    assert second.evaluations == Evaluations()
    assert second.work == Work(n_drawings=17)  # 8 images x 2 explanations, 1 legend
    assert second.stimuli.set_id != first.stimuli.set_id


def test_another_seed_computes_only_the_explanations_it_belongs_to(study: Path) -> None:
    built(study)
    change(study, "seed = 7", "seed = 8")
    second = built(study)
    assert second.work == Work(n_explanations=8, n_scored=8, n_drawings=8)
    assert second.evaluations.backward == 0


def test_a_torn_explanation_is_computed_again(study: Path) -> None:
    first = built(study)
    key = first.stimuli.stimuli[0].explanation("heatmap").store_key
    assert key is not None
    store = Store(study / "store")
    store.path(key).write_bytes(store.path(key).read_bytes()[:100])
    again = constructed(study)
    assert again.work == Work(n_explanations=1)
    assert again.stimuli == first.stimuli


def test_a_lost_picture_is_noticed_and_drawn_again(study: Path) -> None:
    first = built(study)
    lost = first.stimuli.stimuli[0].explanation("placebo").assets[0]
    (study / "out" / "assets" / lost.file_name).unlink()
    assert fresh_set(study / "stimuli.toml", study / "out") is None
    assert built(study).work == Work(n_drawings=1)
    assert manifest.faults(first.stimuli, study / "out") == []


def test_a_changed_photograph_is_computed_again(study: Path) -> None:
    built(study)
    photograph = study / "photographs" / "red" / "0.png"
    Image.open(photograph).rotate(90).save(photograph)
    assert built(study).work == Work(n_predictions=1, n_explanations=2, n_scored=2, n_drawings=2)


def test_all_faults_are_named_before_anything_is_computed(study: Path) -> None:
    torn = study / "photographs" / "red" / "2.png"
    torn.write_bytes(torn.read_bytes()[:60])
    weights = study / "checkpoint" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:80])
    change(study, "grad_cam", "grad_kam")
    change(study, "seed = 7", "seeed = 7")
    change(study, "[images]", "[picture]\nopacity = 2\n[images]")
    faults = faults_of(study)
    assert len(faults) == 5
    for fault, words in zip(
        faults,
        (
            "picture.opacity: Input should be less than or equal to 1",
            "explanation[0].method: no method 'grad_kam'; did you mean 'grad_cam'?",
            "explanation[1].parameters.seeed: no such key; did you mean 'seed'?",
            "model.safetensors: torn or not safetensors",
            "red/2.png: torn or unreadable image",
        ),
        strict=True,
    ):
        assert words in fault
    assert not (study / "out").exists()


def test_a_label_that_the_classifier_does_not_know_is_named(study: Path) -> None:
    (study / "photographs" / "red").rename(study / "photographs" / "crimson")
    (fault,) = faults_of(study)
    assert "the classifier has no class 'crimson'; it knows: blue, red; images.rename translates" in fault
    change(study, "size_px = 64", 'size_px = 64\nrename = { crimson = "red" }')
    assert built(study).stimuli.classes == ("blue", "red")


def test_a_table_of_labels_can_name_the_classes_and_the_split(study: Path) -> None:
    rows = [f"{c}/{n}.png,{c},{'test' if n else 'train'}" for c in ("blue", "red") for n in range(4)]
    (study / "photographs" / "labels.csv").write_text("\n".join(["image,colour,part", *rows]) + "\n")
    table = 'labels = "labels.csv"\ncolumns = { file = "image", label = "colour", split = "part" }\n'
    change(study, "size_px = 64", table + 'only_split = "test"\nper_class = 2')
    stimuli = built(study).stimuli.stimuli
    assert [stimulus.label for stimulus in stimuli] == ["blue", "blue", "red", "red"]
    assert {stimulus.split for stimulus in stimuli} == {"test"}


def test_a_predicted_class_can_be_explained_instead_of_the_true_one(study: Path) -> None:
    wrong = study / "photographs" / "red" / "0.png"
    wrong.write_bytes((study / "photographs" / "blue" / "0.png").read_bytes())
    change(study, 'method = "grad_cam"', 'method = "grad_cam"\nof = "predicted"')
    stimulus = built(study).stimuli.stimulus("red/0.png")
    assert not stimulus.classifier_correct
    assert (stimulus.explanation("heatmap").target, stimulus.explanation("placebo").target) == ("blue", "red")


def test_two_builds_of_one_recipe_are_the_same_set(study: Path) -> None:
    first = built(study).stimuli
    other = build(study / "stimuli.toml", study / "other", Store(study / "other-store"), "cpu", progress=False)
    assert other.stimuli == first


def test_rendered_gulls_bring_masks_marks_and_a_guide(study: Path) -> None:
    facts = json.loads(json.dumps({"species": ["Ivory", "Herring"]}))
    change(
        study,
        'source = "photographs"\nsize_px = 64',
        f'source = "gulls"\nper_class = 1\nsize_px = 96\nspecies = {facts["species"]}',
    )
    path = study / "checkpoint" / "classifier.toml"
    path.write_text(path.read_text().replace('["blue", "red"]', '["Ivory", "Herring"]'))
    made = built(study).stimuli
    stimulus = made.stimuli[0]
    assert stimulus.attributes["species"] == "Ivory"
    assert stimulus.store_key is not None
    entry = Store(study / "store").get(stimulus.store_key)
    assert entry is not None
    assert entry.arrays["mantle"].shape == (96, 96)
    assert entry.arrays["mantle"].any()
    assert set(made.guide) == {"Ivory", "Herring"}


SLOW_METHOD = """
import time
from dataclasses import replace
from stimuli.methods import {method}

def explain(classifier, request, parameters):
    time.sleep(0.1 * len(request.inputs))
    return {method}.explain(classifier, request, parameters)

METHOD = replace({method}.METHOD, explain=explain)
"""
BUILD = """
from pathlib import Path
from stimuli.build.study import build
from stimuli.store import Store
build(Path("stimuli.toml"), Path("out"), Store(Path("store")), "cpu", progress=False)
"""


@pytest.mark.parametrize("method", ["random_map", "other_image"])
def test_a_killed_build_goes_on_where_it_stopped(
    study: Path, method: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (study / f"slow_{method}.py").write_text(SLOW_METHOD.format(method=method))
    change(study, 'method = "random_map"', f'method = "slow_{method}:METHOD"')
    house = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", BUILD], cwd=study, env={"PYTHONPATH": f"{house}:{study}"})
    deadline = time.monotonic() + 60
    while entries(study) < 8 + 8 + 8 + 2 and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = explained(study)
    assert not (study / "out" / "manifest.json").exists()
    monkeypatch.syspath_prepend(study)
    rest = built(study)
    assert 0 < done < 16
    assert rest.work.n_explanations == 16 - done
    assert rest.work.n_predictions == 0
    unbroken = build(study / "stimuli.toml", tmp_path / "other", Store(tmp_path / "other-store"), "cpu", progress=False)
    assert numbers(rest) == numbers(unbroken)


def numbers(made: Build) -> list[str]:
    return [explanation.array_sha256 for one in made.stimuli.stimuli for explanation in one.explanations]


def entries(study: Path) -> int:
    return sum(1 for _ in (study / "store").glob("*/*.npz"))


def explained(study: Path) -> int:
    """Entries beyond the eight pictures and the eight predictions."""
    return entries(study) - 16
