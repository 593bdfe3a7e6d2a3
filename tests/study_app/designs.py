"""Studies for tests of planning: made in memory, of any size."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from stimuli.manifest import Asset, ClassifierFacts, Stimulus, StimulusSet
from study_app.definition import Study
from study_app.study.design import CheckedBlock, Design
from study_app.study_folder import StudyFolder, design

CLASSES = ("Auk", "Coot", "Dipper", "Egret")


def stimulus(label: str, number: int, *, right: bool = True, part: str | None = None) -> Stimulus:
    """An image without a file."""
    image = f"{label}/{number:03d}"
    digest = sha256(image.encode()).hexdigest()
    asset = Asset(
        sha256=digest, suffix=".png", media_type="image/png", width_px=1, height_px=1, size_bytes=1, alt="a bird"
    )
    return Stimulus(
        image=image,
        source_sha256=digest,
        label=label,
        split=part,
        predicted=label if right else "none",
        p_predicted=0.5,
        p_label=0.5,
        asset=asset,
    )


def stimulus_set(*stimuli: Stimulus, classes: tuple[str, ...] = CLASSES) -> StimulusSet:
    """A set of such images."""
    return StimulusSet(
        set_id="0" * 16,
        recipe={},
        classifier=ClassifierFacts(
            name="none", architecture="none", weights_sha256="0" * 64, classes=classes, input_px=1
        ),
        classes=classes,
        explanation_names=(),
        code_version="test",
        stimuli=stimuli,
    )


def plenty(per_class: int = 12, classes: tuple[str, ...] = CLASSES) -> StimulusSet:
    """That many images of each class, all classified rightly."""
    return stimulus_set(*(stimulus(label, n) for label in classes for n in range(per_class)), classes=classes)


def study_of(**tables: Any) -> Study:
    """Consent, training with feedback, test; `tables` replace whole tables of study.toml."""
    content: dict[str, Any] = {
        "study": {"name": "birds", "title": "Birds", "summary": "Birds.", "minutes": 5, "contact": "us"},
        "arms": {"none": {}, "placebo": {"explanation": "placebo"}, "heatmap": {"explanation": "heatmap"}},
        "allocation": {"block_size": 6, "seats": 12, "seed": 5, "after": "consent"},
        "items": {
            "classes": CLASSES,
            "pools": {"train": {"per_class": 5}, "test": {"per_class": 6}},
        },
        "block": [
            {"name": "consent", "task": "consent"},
            {"name": "training", "task": "classify", "items": {"pool": "train", "per_class": 3}},
            {"name": "test", "task": "classify", "items": {"pool": "test"}},
        ],
    }
    return Study.model_validate(content | tables)


def design_of(study: Study, stimuli: StimulusSet) -> Design:
    """The design, as if the task of block `training` showed the arm's explanation."""
    blocks = tuple(CheckedBlock(block, {}, shows_explanation=block.name == "training") for block in study.block)
    return design(StudyFolder(Path(), study, blocks, {}, {}), stimuli)
