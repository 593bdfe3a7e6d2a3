from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from stimuli import architectures
from stimuli.colour_seeker import patch_picture
from stimuli.description import Description, write_description
from stimuli.errors import StimuliError
from stimuli.loading import load_classifier
from tests.stimuli.networks import ColourSeeker, description, write_colour_seeker


def small(folder: Path, **changes: object) -> Path:
    """A checkpoint of a real torchvision network with random weights, half precision."""
    net = architectures.network("shufflenet_v2_x0_5", 3)
    state = {name: value.half() if value.is_floating_point() else value for name, value in net.state_dict().items()}
    save_file(state, folder / "model.safetensors")
    facts: dict[str, object] = {
        "architecture": "shufflenet_v2_x0_5",
        "weights": "model.safetensors",
        "classes": ("a", "b", "c"),
        "input_px": 64,
        "mean": (0.5, 0.5, 0.5),
        "std": (0.5, 0.5, 0.5),
    }
    path = folder / "classifier.toml"
    write_description(Description.model_validate(facts | changes), path)
    return path


def fault(path: Path) -> str:
    with pytest.raises(StimuliError) as found:
        load_classifier(str(path), device="cpu")
    return str(found.value)


def test_half_precision_weights_are_computed_in_single_precision(tmp_path: Path) -> None:
    classifier = load_classifier(str(small(tmp_path)), device="cpu")
    assert {parameter.dtype for parameter in classifier.network.parameters()} == {torch.float32}


def test_the_network_is_frozen_and_in_eval_mode(tmp_path: Path) -> None:
    network = load_classifier(str(small(tmp_path)), device="cpu").network
    assert not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    path = small(tmp_path)
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    assert "model.safetensors: torn or not safetensors" in fault(path)


def test_another_number_of_classes_is_said_plainly(tmp_path: Path) -> None:
    found = fault(small(tmp_path, classes=("a", "b")))
    assert "the weights have 3 classes, the description names 2" in found


def test_missing_and_strange_tensors_are_all_named(tmp_path: Path) -> None:
    path = small(tmp_path)
    state = load_file(tmp_path / "model.safetensors")
    state["surplus"] = state.pop("fc.weight")
    save_file(state, tmp_path / "model.safetensors")
    found = fault(path)
    assert "missing: fc.weight" in found
    assert "not in this network: surplus" in found


def test_an_unknown_architecture_brings_its_nearest_names(tmp_path: Path) -> None:
    assert "did you mean" in fault(small(tmp_path, architecture="shuflenet_v2_x0_5"))


def test_a_missing_weights_file_is_named(tmp_path: Path) -> None:
    assert "no such weights file" in fault(small(tmp_path, weights="other.pt"))


def test_all_faults_of_a_description_are_named(tmp_path: Path) -> None:
    path = tmp_path / "classifier.toml"
    path.write_text('architecture = "resnet18"\nclases = ["a"]\nmean = [0, 0, 0]\nstd = [0, 1, 1]\ninput_px = 224\n')
    assert [line.removeprefix(f"{path}: ") for line in fault(path).splitlines()] == [
        "classes: missing",
        "std[0]: Input should be greater than 0",
        "clases: no such key; did you mean 'classes'?",
    ]


def test_a_pt_file_of_tensors_is_read(tmp_path: Path) -> None:
    path = small(tmp_path, weights="model.pt")
    torch.save({"state_dict": load_file(tmp_path / "model.safetensors")}, tmp_path / "model.pt")
    assert load_classifier(str(path), device="cpu").classes == ("a", "b", "c")


def test_a_pt_file_that_holds_code_is_refused(tmp_path: Path) -> None:
    path = small(tmp_path, weights="model.pt")
    torch.save(ColourSeeker(), tmp_path / "model.pt")
    assert "cannot be read as weights only" in fault(path)


def test_a_researchers_own_module_is_loaded_by_its_name(tmp_path: Path) -> None:
    classifier = load_classifier(str(write_colour_seeker(tmp_path)), device="cpu")
    assert classifier.map_layer == "features"
    assert classifier.predict([patch_picture("red", 0, 0)])[0].argmax() == 1


def test_a_module_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "classifier.toml"
    write_description(description(architecture="no_such_lab:net"), path)
    assert "no_such_lab:net: cannot import 'no_such_lab'" in fault(path)


def test_a_module_without_a_description_is_told_what_it_wants() -> None:
    with pytest.raises(StimuliError, match="is described by a small TOML"):
        load_classifier("tests.stimuli.networks:ColourSeeker", device="cpu")


def test_outputs_that_do_not_match_the_classes_are_named(tmp_path: Path) -> None:
    path = tmp_path / "classifier.toml"
    write_description(description(classes=("a", "b", "c")), path)
    assert "gives (1, 2) for one picture; its 3 classes want (1, 3)" in fault(path)


def test_a_device_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StimuliError, match="no device 'tpu'"):
        load_classifier(str(small(tmp_path)), device="tpu")


@pytest.mark.parametrize("name", ["resnet18", "squeezenet1_1", "densenet121", "mobilenet_v3_small", "swin_t"])
def test_the_default_layer_of_every_kind_of_network_gives_a_map(name: str) -> None:
    net = architectures.network(name, 3).eval()
    layer = architectures.map_layer(net, 64)
    assert layer is not None
    channels, height, width = architectures.maps(net, 64)[layer]
    assert (height, width) != (1, 1)
    assert channels > 3


def test_the_head_is_made_new_for_other_classes() -> None:
    net = architectures.with_classes(architectures.network("squeezenet1_1", 4), 2).eval()
    assert net(torch.zeros(1, 3, 64, 64)).shape == (1, 2)
