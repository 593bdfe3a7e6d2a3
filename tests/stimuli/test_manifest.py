"""The door between stimuli and study: what is written is what is read, and faults are named."""

import json
from pathlib import Path

import pytest

from stimuli import manifest
from stimuli.errors import StimuliError
from tests.builders import write_stimulus_set


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    made = write_stimulus_set(tmp_path, per_class=2)
    assert manifest.read(tmp_path) == made
    assert manifest.faults(made, tmp_path) == []


def test_a_superseded_set_can_still_be_read(tmp_path: Path) -> None:
    old = write_stimulus_set(tmp_path, per_class=2)
    new = old.model_copy(update={"set_id": "fedcba9876543210", "stimuli": old.stimuli[:1], "items": ()})
    manifest.write(new, tmp_path)
    assert manifest.read(tmp_path) == new
    assert manifest.read_set(tmp_path, old.set_id) == old


def test_a_missing_manifest_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StimuliError, match=r"manifest\.json: no manifest; run `gullseye build STUDY` first"):
        manifest.read(tmp_path)


def test_a_torn_manifest_is_named(tmp_path: Path) -> None:
    write_stimulus_set(tmp_path, per_class=2)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text()[:500])
    with pytest.raises(StimuliError, match=r"manifest\.json"):
        manifest.read(tmp_path)


def test_a_set_in_which_an_image_lacks_an_explanation_is_refused(tmp_path: Path) -> None:
    made = write_stimulus_set(tmp_path, per_class=2).model_dump(mode="json")
    made["stimuli"][0]["explanations"] = made["stimuli"][0]["explanations"][:2]
    with pytest.raises(ValueError, match=r"image 'California/000' lacks the explanations \['xnn'\]"):
        manifest.StimulusSet.model_validate(made)


def test_missing_and_changed_pictures_are_found(tmp_path: Path) -> None:
    made = write_stimulus_set(tmp_path, per_class=2)
    gone, changed = made.stimuli[0].asset, made.stimuli[1].asset
    (tmp_path / "assets" / gone.file_name).unlink()
    (tmp_path / "assets" / changed.file_name).write_bytes(b"something else")
    said = manifest.faults(made, tmp_path)
    assert len(said) == 2
    assert gone.file_name in said[0]
    assert "missing" in said[0]
    assert "not what its name says" in said[1]


def test_a_manifest_from_before_maps_were_scored_can_be_read(tmp_path: Path) -> None:
    write_stimulus_set(tmp_path, per_class=2)
    path = tmp_path / "manifest.json"
    content = json.loads(path.read_text())
    for stimulus in content["stimuli"]:
        for one in stimulus["explanations"]:
            for newer in ("baseline", "score_warnings", "images_forward", "images_backward"):
                del one[newer]
    path.write_text(json.dumps(content))
    one = manifest.read(tmp_path).stimuli[0].explanations[0]
    assert (one.scores, one.baseline, one.score_warnings, one.images_forward) == ({}, None, (), None)


def test_a_manifest_from_before_leaks_were_measured_can_be_read(tmp_path: Path) -> None:
    write_stimulus_set(tmp_path, per_class=2)
    path = tmp_path / "manifest.json"
    content = json.loads(path.read_text())
    del content["leaks"]
    path.write_text(json.dumps(content))
    assert manifest.read(tmp_path).leaks == {}


def test_a_leak_is_read_as_it_was_written(tmp_path: Path) -> None:
    leak = manifest.Leak(accuracy=0.5, chance=0.25, p=0.001, n=56, seen=("number",))
    manifest.write(write_stimulus_set(tmp_path, per_class=2).model_copy(update={"leaks": {"heatmap": leak}}), tmp_path)
    assert manifest.read(tmp_path).leaks == {"heatmap": leak}
