"""Explains the pictures of a job, in batches; what is finished is written at once and found again by the next call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tqdm import tqdm

from stimuli.batching import BatchSize
from stimuli.build.asking import explained_batch
from stimuli.build.planning import PlannedExplanation
from stimuli.build.workshop import MOST_LOST_S
from stimuli.code_version import code_version
from stimuli.evaluations import Cost
from stimuli.explanation import Explanation
from stimuli.single.job import Job
from stimuli.single.kind import Findings
from stimuli.single.kinds import kind_of
from stimuli.single.outputs import contents, explanation_of, sha256_of, write
from stimuli.single.record import Code, Record, existing, read_record


@dataclass(frozen=True, eq=False)
class _Made:
    """An explanation that was computed just now; findings: None where it is only stood on."""

    explanation: Explanation
    cost: Cost
    findings: Findings | None


@dataclass(eq=False)
class _Bench:
    """What has been made or found.  explanations: by picture and name, of those that others stand on."""

    job: Job
    records: dict[tuple[int, str], Record] = field(default_factory=dict)
    explanations: dict[tuple[int, str], Explanation] = field(default_factory=dict)


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
    kind = kind_of(one.method.makes)
    return Code(
        code_version=one.code,
        scores_code_version=code_version(*kind.scores_code),
        drawing_code_version=code_version(*kind.drawing_code),
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
            kept = {(n, name): explanation_of(job.path(n, name), bench.records[n, name]) for n in found}
            bench.explanations |= kept
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
            bench.explanations[n, one.name] = made.explanation
        if made.findings is not None:
            bench.records[n, one.name] = _written(bench.job, n, one, made, made.findings)


def _computing(bench: _Bench, one: PlannedExplanation) -> Callable[[Sequence[int]], Sequence[_Made]]:
    job, classifier = bench.job, bench.job.classifier

    def compute(batch: Sequence[int]) -> Sequence[_Made]:
        inputs = classifier.inputs([job.pictures[n].taken for n in batch])
        targets = [job.target(n) for n in batch]
        whose = [job.whose[one.name][n] for n in batch]
        needed = {name: [bench.explanations[n, name] for n in whose] for name in one.needs}
        made = explained_batch(classifier, one, inputs, targets, needed)
        if one.name not in job.choice.asked:
            return [_Made(explanation, cost, None) for explanation, cost in made]
        findings = kind_of(one.method.makes).findings(classifier, inputs, targets, [each for each, _ in made])
        return [_Made(*each, told) for each, told in zip(made, findings, strict=True)]

    return compute


def _written(job: Job, n: int, one: PlannedExplanation, made: _Made, findings: Findings) -> Record:
    picture, target, predicted = job.pictures[n], job.target(n), job.predicted(n)
    content = contents(kind_of(one.method.makes), made.explanation, picture.shown)
    files = {f"{picture.name}.{one.name}{suffix}": each for suffix, each in content.items()}
    scores = {name: existing(value) for name, value in (findings.scores or {}).items()}
    record = Record(
        **dict(job.inputs(n, one)),
        **dict(_code(one)),
        image=str(picture.path),
        predicted_class=predicted,
        p_predicted=existing(job.probability(n, predicted)),
        p_explained=existing(job.probability(n, target)),
        deletion=scores.pop("deletion", None),
        insertion=scores.pop("insertion", None),
        scores=None if findings.scores is None else scores,
        baseline=findings.baseline,
        graph=findings.graph,
        images_forward=made.cost.images_forward,
        images_backward=made.cost.images_backward,
        seconds=made.cost.seconds,
        warnings=tuple(dict.fromkeys((*made.explanation.warnings, *findings.warnings))),
        files=sha256_of(files),
    )
    write(job.path(n, one.name), record, files)
    return record
