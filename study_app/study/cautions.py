"""What a researcher should think of once the stimuli are there: answers that show, labels that nobody can choose."""

from collections.abc import Iterator, Sequence

from stimuli.manifest import StimulusSet
from study_app.definition import Study
from study_app.study.design import CheckedBlock, Design

ABOUT_PREDICTIONS = ("predict", "advise")  # task kinds that ask about the classifier's label
ABOUT_TRUTHS = ("classify", "advise")  # task kinds whose answer is the true class
SHORT_MINUTES = 5  # Prolific: one failed check may reject in studies below it, else two


def cautions(design: Design, stimuli: StimulusSet) -> Iterator[str]:
    """A line for each."""
    yield from _labels_that_tell(design.study, design.blocks, stimuli)
    yield from _predictions_outside(design, stimuli)


def _labels_that_tell(study: Study, blocks: Sequence[CheckedBlock], stimuli: StimulusSet) -> Iterator[str]:
    """Explanations of the true class, shown before it is asked, of images that the classifier gets wrong."""
    telling = sorted(
        {
            made.name
            for one in stimuli.stimuli
            if not one.classifier_correct
            for made in one.explanations
            if made.target == one.label
        }
        & {each.explanation for each in study.conditions.values()}
    )
    asked = [each.block.name for each in blocks if each.explains_before_answer and each.block.task in ABOUT_TRUTHS]
    if telling and asked:
        yield (
            f"block {', '.join(map(repr, asked))} shows explanations of the true class before it is asked "
            f"({', '.join(telling)}: of = 'label' in the recipe); of = 'predicted' gives nothing away"
        )


def _predictions_outside(design: Design, stimuli: StimulusSet) -> Iterator[str]:
    """Images whose predicted class is not among those that can be chosen."""
    classes = design.study.items.classes
    predicted = {one.image: one.predicted for one in stimuli.stimuli}
    for checked in design.blocks:
        if checked.block.task not in ABOUT_PREDICTIONS or checked.block.items is None:
            continue
        named = [*checked.block.items.parts, *((checked.block.catch.pool,) if checked.block.catch else ())]
        images = [image for pool in named for of in design.pools[pool].values() for image in of]
        outside = [image for image in images if predicted[image] not in classes]
        if outside:
            strange = ", ".join(sorted({predicted[image] for image in outside}))
            yield (
                f"block {checked.block.name!r}: the classifier takes {len(outside)} of {len(images)} images for what "
                f"nobody can choose ({strange}: not in items.classes)"
            )


def policy_warnings(design: Design) -> Iterator[str]:
    """What recruitment platforms do not allow."""
    study, checks = design.study, design.study.checks
    if checks.on_failure == "end" and study.study.minutes >= SHORT_MINUTES and checks.attention_failures < 2:
        yield (
            "checks.attention_failures: 1 ends the session; Prolific lets a study of 5 minutes or more refuse only for "
            "two failed checks or more"
        )
    n_checks = sum(
        design.n_trials_of(each) * design.n_levels(each) for each in design.blocks if each.block.check == "attention"
    )
    if checks.on_failure == "end" and n_checks < checks.attention_failures:
        yield f"checks.attention_failures: {checks.attention_failures} end the session, the study has {n_checks}"
