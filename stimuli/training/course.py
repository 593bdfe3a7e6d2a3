"""The course of a training run: from a folder of classes to weights, figures and a picture of the confusions."""

import json
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from stimuli import architectures
from stimuli.checkpoint import load_network
from stimuli.description import Description, read_description
from stimuli.device import device_named
from stimuli.errors import StimuliError
from stimuli.images import Preprocessing
from stimuli.training import pictures, record
from stimuli.training.loop import Pictures, Trainer
from stimuli.training.options import TrainingOptions
from stimuli.training.pictures import LabelledFiles
from stimuli.training.run import begin, restore, save
from stimuli.training.threads import set_threads

RESUME_FILE = "training.pt"
OPTIONS_FILE = "options.json"
_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_MAY_DIFFER = frozenset({"epochs", "limit_minutes", "patience", "out", "device", "half", "threads"})

Say = Callable[[str], None]


def train(options: TrainingOptions, say: Say = print, *, again: bool = False) -> record.Metrics:
    """Trains, writes OUT/model.safetensors, classifier.toml, metrics.json and confusion.png; returns the metrics.

    A run that was stopped goes on from OUT/training.pt where the options are the same; again = True starts anew.
    KeyboardInterrupt keeps the best weights so far, and may be followed by the same command.
    """
    device = device_named(options.device)
    train_files, validation_files = _files(options)
    net, preprocessing = _network(options, train_files.classes)
    data = _decoded(train_files, validation_files, preprocessing, options)
    torch.manual_seed(options.seed)
    run = begin(net.to(device, memory_format=torch.channels_last), options)  # type: ignore[call-overload]
    options.out.mkdir(parents=True, exist_ok=True)
    resume = options.out / RESUME_FILE
    if resume.is_file() and not again:
        _check_same(options, options.out)
        restore(run, resume)
        say(f"going on after epoch {len(run.epochs)} of {resume}")
    trainer = Trainer(run, data, preprocessing, options)
    description = _description(options, train_files.classes, preprocessing)
    (options.out / OPTIONS_FILE).write_text(options.model_dump_json(indent=1), encoding="utf-8")
    stopped = _epochs(trainer, resume, say)
    return _finish(trainer, description, stopped, resume)


def _files(options: TrainingOptions) -> tuple[LabelledFiles, LabelledFiles]:
    found = pictures.find_all(options.images)
    if options.validation is None:
        return pictures.split(found, options.validation_share, options.seed)
    return found, pictures.find(options.validation, found.classes)


def _network(options: TrainingOptions, classes: tuple[str, ...]) -> tuple[nn.Module, Preprocessing]:
    torch.manual_seed(options.seed)
    if options.start == "checkpoint":
        if options.checkpoint is None:
            raise StimuliError("--from wants the classifier.toml to start from")
        description = read_description(options.checkpoint)
        if description.architecture != options.architecture:
            found, wanted = description.architecture, options.architecture
            raise StimuliError(f"{options.checkpoint}: architecture: {found!r}, but {wanted!r} is to be trained")
        net = load_network(description, options.checkpoint)
        return _fitted(net, description.classes, classes), Preprocessing(
            options.input_px, description.mean, description.std
        )
    preprocessing = Preprocessing(options.input_px, _MEAN, _STD)
    if options.start == "pretrained":
        return architectures.with_classes(architectures.published(options.architecture)[0], len(classes)), preprocessing
    return architectures.network(options.architecture, len(classes)), preprocessing


def _fitted(net: nn.Module, had: tuple[str, ...], wanted: tuple[str, ...]) -> nn.Module:
    return net if had == wanted else architectures.with_classes(net, len(wanted))


def _decoded(
    train: LabelledFiles, validation: LabelledFiles, preprocessing: Preprocessing, options: TrainingOptions
) -> Pictures:
    side = round(options.input_px * 8 / 7) if options.augment else options.input_px
    faults: list[str] = []
    data = Pictures(
        train=pictures.read(train, preprocessing, "training images", faults, squash_px=side),
        train_labels=torch.tensor(train.labels),
        validation=pictures.read(validation, preprocessing, "validation images", faults),
        validation_labels=torch.tensor(validation.labels),
    )
    if faults:
        raise StimuliError.of(sorted(faults))
    return data


def _check_same(options: TrainingOptions, out: Path) -> None:
    before = TrainingOptions.model_validate(json.loads((out / OPTIONS_FILE).read_text(encoding="utf-8")))
    old, new = before.model_dump(), options.model_dump()
    changed = [name for name in old if name not in _MAY_DIFFER and old[name] != new[name]]
    if changed:
        lines = [f"{out / RESUME_FILE}: was begun with {name} = {old[name]}, now {new[name]}" for name in changed]
        raise StimuliError.of([*lines, "go on with the same options, start anew with --again, or choose another --out"])


def _description(options: TrainingOptions, classes: tuple[str, ...], preprocessing: Preprocessing) -> Description:
    return Description(
        architecture=options.architecture,
        weights=record.WEIGHTS_FILE,
        classes=classes,
        input_px=options.input_px,
        mean=preprocessing.mean,
        std=preprocessing.std,
    )


def _epochs(trainer: Trainer, resume: Path, say: Say) -> str:
    try:
        while (stopped := trainer.stopped) is None:
            if trainer.device.type == "cpu":
                set_threads(trainer.options.threads, trainer.try_step)
            done = trainer.epoch()
            save(trainer.run, resume)
            say(
                f"epoch {done.epoch}: {done.picture_px} px, {done.seconds:.0f} s, training loss {done.train_loss:.3f}, "
                f"accuracy {done.train_accuracy:.1%}; validation loss {done.validation_loss:.3f}, "
                f"accuracy {done.validation_accuracy:.1%}"
            )
    except KeyboardInterrupt:
        if not trainer.run.epochs:
            raise
        return "interrupted"
    return stopped


def _finish(trainer: Trainer, description: Description, stopped: str, resume: Path) -> record.Metrics:
    run, options = trainer.run, trainer.options
    stored = record.write_weights(run.best_state, description, options.out, half=options.half)
    run.averaged.load_state_dict(stored)
    labels = trainer.pictures.validation_labels
    _, predicted = trainer.validate(run.averaged)
    table = record.confusion(labels, predicted, len(description.classes))
    metrics = record.Metrics(
        command=record.command_line(),
        options=options,
        classes=description.classes,
        n_train=len(trainer.pictures.train),
        n_validation=len(labels),
        seconds=round(run.seconds, 1),
        stopped=stopped,
        best_epoch=run.best_epoch + 1,
        accuracy=round(float(table.trace() / table.sum()), 5),
        accuracy_per_class=record.per_class(table, description.classes),
        confusion=table.tolist(),
        epochs=run.epochs,
        versions=record.versions(),
    )
    record.write_metrics(metrics, options.out)
    if stopped != "interrupted":
        resume.unlink(missing_ok=True)
        (options.out / OPTIONS_FILE).unlink(missing_ok=True)
    return metrics
