"""Explains the pictures of a job, in batches; what is finished is written at once and found again by the next call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from tqdm import tqdm

from stimuli.batching import BatchSize
from stimuli.build.asking import explained_batch
from stimuli.build.planning import PlannedExplanation
from stimuli.build.workshop import MOST_LOST_S
from stimuli.code_version import code_version
from stimuli.evaluations import Cost
from stimuli.explanation import Heatmap
from stimuli.scores import MapScores, ScoreSettings, map_scores
from stimuli.single.job import Job
from stimuli.single.outputs import contents, heatmap_of, sha256_of, write
from stimuli.single.record import Code, Record, existing, read_record
from stimuli.target import class_score

SCORES_CODE, DRAWING_CODE = "stimuli.scores", "stimuli.renderers.heatmap"


@dataclass(frozen=True, eq=False)
class _Made:
    """A map that was computed just now; scores: None where it is only stood on."""

    heatmap: Heatmap
    cost: Cost
    scores: MapScores | None


@dataclass(eq=False)
class _Bench:
    """What has been made or found.  heatmaps: (name, picture) → map, of those that others stand on."""

    job: Job
    records: dict[tuple[int, str], Record] = field(default_factory=dict)
    heatmaps: dict[tuple[int, str], Heatmap] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """A record per picture and method, picture by picture.  n_made: how many of them were made just now."""

    records: list[Record]
    n_made: int


def explain(job: Job) -> Explained:
    """The records of a job: finished ones are found, all others made and written."""
    bench = _Bench(job, {} if job.wish.anew else _finished(job))
    n_found, wanted = len(bench.records), _wanted(job, bench)
    for one in job.choice.ordered:
        _all_of(bench, one, wanted[one.name])
    records = [bench.records[n, name] for n in range(len(job.pictures)) for name in job.choice.asked]
    return Explained(records, len(records) - n_found)


def _finished(job: Job) -> dict[tuple[int, str], Record]:
    """What an earlier call has written whole, of the same inputs, by the code of today."""
    found = {}
    for one in map(job.choice.named, job.choice.asked):
        code = _code(one)
        for n, picture in enumerate(job.pictures):
            record = read_record(job.path(n, one.name))
            if record and record.answers(job.inputs(n, one), code) and record.is_whole(job.wish.out):
                found[n, one.name] = record.model_copy(update={"image": str(picture.path)})
    return found


def _code(one: PlannedExplanation) -> Code:
    return Code(
        code_version=one.code,
        scores_code_version=code_version(SCORES_CODE),
        drawing_code_version=code_version(DRAWING_CODE),
        code_beneath=_code_beneath(one),
    )


def _code_beneath(one: PlannedExplanation) -> dict[str, str]:
    """Of all that it stands on, directly or not."""
    found = {name: other.code for name, other in one.others.items()}
    for other in one.others.values():
        found |= _code_beneath(other)
    return found


def _wanted(job: Job, bench: _Bench) -> Mapping[str, Sequence[int]]:
    """The pictures that each explanation has to be computed for: those asked for, and those that others stand on."""
    wanted = {one.name: set[int]() for one in job.choice.ordered}
    for name in job.choice.asked:
        wanted[name] |= {n for n in range(len(job.pictures)) if (n, name) not in bench.records}
    for one in reversed(job.choice.ordered):
        beneath = {job.whose[one.name][n] for n in wanted[one.name]}
        for name in one.needs:
            found = {n for n in beneath if (n, name) in bench.records}
            bench.heatmaps |= {(n, name): heatmap_of(job.path(n, name), bench.records[n, name]) for n in found}
            wanted[name] |= beneath - found
    return {name: sorted(pictures) for name, pictures in wanted.items()}


def _all_of(bench: _Bench, one: PlannedExplanation, pictures: Sequence[int]) -> None:
    stood_on = any(one.name in other.needs for other in bench.job.choice.ordered)
    results = BatchSize(size=1, most_s=MOST_LOST_S).run(pictures, _computing(bench, one))
    quiet = not (pictures and bench.job.wish.progress)
    for n, made in tqdm(
        zip(pictures, results, strict=True), total=len(pictures), desc=one.name, unit="image", disable=quiet
    ):
        if stood_on:
            bench.heatmaps[n, one.name] = made.heatmap
        if made.scores is not None:
            bench.records[n, one.name] = _written(bench.job, n, one, made, made.scores)


def _computing(bench: _Bench, one: PlannedExplanation) -> Callable[[Sequence[int]], Sequence[_Made]]:
    job, classifier = bench.job, bench.job.classifier

    def compute(batch: Sequence[int]) -> Sequence[_Made]:
        inputs = classifier.inputs([job.pictures[n].taken for n in batch])
        targets = [job.target(n) for n in batch]
        whose = [job.whose[one.name][n] for n in batch]
        needed = {name: [bench.heatmaps[n, name] for n in whose] for name in one.needs}
        made = explained_batch(classifier, one, inputs, targets, needed)
        maps = [explanation for explanation, _ in made if isinstance(explanation, Heatmap)]
        if one.name not in job.choice.asked:
            return [_Made(heatmap, cost, None) for heatmap, (_, cost) in zip(maps, made, strict=True)]
        classes = torch.tensor([classifier.index(name) for name in targets], device=classifier.device)
        target = class_score("probability", classifier, classes)
        scores = map_scores(classifier, target, inputs, maps, ScoreSettings())
        return [_Made(heatmap, cost, told) for heatmap, (_, cost), told in zip(maps, made, scores, strict=True)]

    return compute


def _written(job: Job, n: int, one: PlannedExplanation, made: _Made, scores: MapScores) -> Record:
    picture, target, predicted = job.pictures[n], job.target(n), job.predicted(n)
    files = contents(picture.name, one.name, made.heatmap, picture.shown)
    values = {name: existing(value) for name, value in scores.values.items()}
    record = Record(
        **dict(job.inputs(n, one)),
        **dict(_code(one)),
        image=str(picture.path),
        predicted_class=predicted,
        p_predicted=existing(job.probability(n, predicted)),
        p_explained=existing(job.probability(n, target)),
        deletion=values.pop("deletion", None),
        insertion=values.pop("insertion", None),
        scores=values,
        baseline=scores.baseline,
        images_forward=made.cost.images_forward,
        images_backward=made.cost.images_backward,
        seconds=made.cost.seconds,
        warnings=tuple(dict.fromkeys((*made.heatmap.warnings, *scores.warnings))),
        files=sha256_of(files),
    )
    write(job.path(n, one.name), record, files)
    return record
