import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stimuli.description import read_description
from stimuli.errors import StimuliError
from stimuli.loading import load_classifier
from stimuli.training import course
from stimuli.training.course import train
from stimuli.training.loop import Trainer
from stimuli.training.options import TrainingOptions

SIDE = 64


def silent(_line: str) -> None:
    """Says nothing."""


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Two classes that differ in a patch's colour, twelve noisy pictures each."""
    rng = np.random.default_rng(0)
    for name, colour in (("blue", (0, 0, 255)), ("red", (255, 0, 0))):
        (tmp_path / "images" / name).mkdir(parents=True)
        for n in range(12):
            pixels = rng.integers(60, 140, (SIDE, SIDE, 3), dtype=np.uint8)
            row, column = rng.integers(8, SIDE - 40, 2)
            pixels[row : row + 32, column : column + 32] = colour
            Image.fromarray(pixels).save(tmp_path / "images" / name / f"{n}.png")
    return tmp_path / "images"


def options(folder: Path, **changes: object) -> TrainingOptions:
    facts: dict[str, object] = {
        "images": (folder,),
        "out": folder.parent / "out",
        "epochs": 4,
        "batch": 8,
        "input_px": SIDE,
        "validation_share": 0.25,
        "average": 0.0,
        "threads": 1,
        "device": "cpu",
        "architecture": "shufflenet_v2_x0_5",
    }
    return TrainingOptions.model_validate(facts | changes)


def test_it_learns_what_tells_the_classes_apart(images: Path) -> None:
    metrics = train(options(images, epochs=25, batch=6, patience=25, grow=False, learning_rate=0.004), silent)
    assert metrics.accuracy == 1.0
    assert metrics.stopped == "all epochs done"


def test_it_leaves_weights_a_description_metrics_and_a_picture(images: Path) -> None:
    metrics = train(options(images, epochs=2), silent)
    out = images.parent / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "classifier.toml",
        "confusion.png",
        "metrics.json",
        "model.safetensors",
    ]
    assert read_description(out / "classifier.toml").classes == ("blue", "red")
    assert load_classifier(str(out / "classifier.toml"), device="cpu").preprocessing.input_px == SIDE
    written = json.loads((out / "metrics.json").read_text())
    assert written["n_train"] == 18
    assert written["n_validation"] == 6
    assert np.sum(written["confusion"]) == 6
    assert len(written["epochs"]) == len(metrics.epochs) == 2
    assert {"python", "torch", "torchvision", "gullseye"} <= set(written["versions"])


def test_the_same_seed_trains_the_same_network(images: Path) -> None:
    first = train(options(images, epochs=1, out=images.parent / "a"), silent)
    second = train(options(images, epochs=1, out=images.parent / "b"), silent)
    assert (images.parent / "a" / "model.safetensors").read_bytes() == (
        images.parent / "b" / "model.safetensors"
    ).read_bytes()
    assert first.epochs[0].train_loss == second.epochs[0].train_loss


def interrupted_in_epoch(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Trainer.epoch

    def epoch(trainer: Trainer) -> object:
        if len(trainer.run.epochs) == n - 1:
            raise KeyboardInterrupt
        return whole(trainer)

    monkeypatch.setattr(Trainer, "epoch", epoch)


def test_an_interrupted_run_keeps_the_best_and_goes_on(images: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = images.parent / "out"
    with monkeypatch.context() as interrupted:
        interrupted_in_epoch(3, interrupted)
        metrics = train(options(images), silent)
    assert metrics.stopped == "interrupted"
    assert (out / "model.safetensors").is_file()
    rest = train(options(images), silent)
    assert [epoch.epoch for epoch in rest.epochs] == [1, 2, 3, 4]
    assert not (out / course.RESUME_FILE).exists()


def test_a_resumed_run_ends_where_an_uninterrupted_one_does(images: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = train(options(images, out=images.parent / "whole"), silent)
    with monkeypatch.context() as interrupted:
        interrupted_in_epoch(3, interrupted)
        train(options(images), silent)
    resumed = train(options(images), silent)
    assert [epoch.train_loss for epoch in resumed.epochs] == [epoch.train_loss for epoch in whole.epochs]


def test_a_run_is_not_continued_with_other_options(images: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as interrupted:
        interrupted_in_epoch(2, interrupted)
        train(options(images), silent)
    with pytest.raises(StimuliError, match=r"begun with seed = 0, now 5"):
        train(options(images, seed=5), silent)
    assert train(options(images, seed=5, epochs=1), silent, again=True).options.seed == 5


def test_the_clock_can_end_a_run(images: Path) -> None:
    metrics = train(options(images, epochs=500, patience=500, limit_minutes=0.02), silent)
    assert metrics.stopped == "the clock"
    assert len(metrics.epochs) < 500


def test_it_can_start_from_a_checkpoint_with_other_classes(images: Path, tmp_path: Path) -> None:
    train(options(images, epochs=1), silent)
    more = tmp_path / "more"
    for name in ("blue", "green", "red"):
        (more / name).mkdir(parents=True)
        for n in range(4):
            Image.new("RGB", (SIDE, SIDE), name).save(more / name / f"{n}.png")
    start = images.parent / "out" / "classifier.toml"
    chosen = options(more, epochs=1, out=tmp_path / "tuned", start="checkpoint", checkpoint=start)
    assert train(chosen, silent).classes == ("blue", "green", "red")


def test_every_torn_picture_is_named_at_once(images: Path) -> None:
    for name in ("blue/1.png", "red/3.png"):
        (images / name).write_bytes((images / name).read_bytes()[:100])
    with pytest.raises(StimuliError) as fault:
        train(options(images), silent)
    assert len(str(fault.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"architecture": "shuflenet"}, "did you mean"),
        ({"images": (Path("/no/such/folder"),)}, "no such folder"),
        ({"device": "cpu", "start": "checkpoint"}, "wants the classifier.toml"),
    ],
)
def test_a_users_mistake_is_said_in_a_line(images: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(StimuliError, match=words):
        train(options(images, **change), silent)


def test_a_validation_folder_must_have_the_same_classes(images: Path, tmp_path: Path) -> None:
    (tmp_path / "validation" / "blue").mkdir(parents=True)
    with pytest.raises(StimuliError, match="are not those of the training images"):
        train(options(images, validation=tmp_path / "validation"), silent)
