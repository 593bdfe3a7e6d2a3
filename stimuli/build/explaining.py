"""The explanations of all pictures by one method."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from stimuli.build.album import KnownPicture
from stimuli.build.asking import explained_batch
from stimuli.build.fitting import Fitted
from stimuli.build.planning import PlannedExplanation, members
from stimuli.build.workshop import Workshop
from stimuli.evaluations import Cost
from stimuli.explanation import Explanation
from stimuli.store import Entry, key_of


@dataclass(frozen=True, eq=False)
class Explained:
    """An explanation of one picture, the class it explains, where it is kept, and what it cost when it was made."""

    explanation: Explanation
    target: str
    store_key: str
    cost: Cost


@dataclass(frozen=True, eq=False)
class _Question:
    """A picture, the class to be explained, and the explanations that its own stands on, by the recipe's names."""

    known: KnownPicture
    target: str
    given: Mapping[str, Explained]


def explanations(
    shop: Workshop,
    planned: PlannedExplanation,
    pictures: Sequence[KnownPicture],
    targets: Sequence[str],
    before: Mapping[str, Sequence[Explained]],
    fitted: Fitted | None = None,
) -> list[Explained]:
    """One explanation per picture.  targets: the class to explain, per picture.  before: explanations made already.

    fitted: what the method has learnt, where it learns.
    """
    whose = planned.whose(members([known.picture for known in pictures]))
    given = [{name: before[name][n] for name in planned.needs} for n in whose]
    asked = [_Question(*parts) for parts in zip(pictures, targets, given, strict=True)]
    keys = [_key(shop, planned, one, fitted) for one in asked]
    found = {n: _read(planned, entry) for n, key in enumerate(keys) if (entry := shop.store.get(key))}
    missing = [n for n in range(len(asked)) if n not in found]

    def compute(batch: Sequence[int]) -> Sequence[tuple[Explanation, Cost]]:
        return _computed(shop, planned, [asked[n] for n in batch], fitted)

    def keep(n: int, made: tuple[Explanation, Cost]) -> None:
        facts = {"warnings": list(made[0].warnings), "cost": asdict(made[1])}
        shop.store.put(keys[n], made[0].arrays(), facts)
        found[n] = made

    shop.in_batches(f"explanations: {planned.name}", missing, compute, keep)
    shop.work.n_explanations += len(missing)
    return [Explained(found[n][0], one.target, keys[n], found[n][1]) for n, one in enumerate(asked)]


def _computed(
    shop: Workshop, planned: PlannedExplanation, batch: Sequence[_Question], fitted: Fitted | None
) -> list[tuple[Explanation, Cost]]:
    views = shop.album.views([one.known.picture for one in batch])
    inputs = shop.classifier.inputs([view.taken for view in views])
    needed = {name: [one.given[name].explanation for one in batch] for name in planned.needs}
    learnt = fitted.entry if fitted else None
    return explained_batch(shop.classifier, planned, inputs, [one.target for one in batch], needed, learnt)


def _key(shop: Workshop, planned: PlannedExplanation, asked: _Question, fitted: Fitted | None) -> str:
    return key_of(
        "explanation",
        image=asked.known.source_sha256,
        classifier=shop.classifier.identity,
        target=asked.target,
        score=planned.score,
        needed={name: one.store_key for name, one in asked.given.items()},
        reruns={name: _made_by(planned.others[name]) for name in planned.reruns},
        fitted=fitted.key if fitted else None,
        **_made_by(planned),
    )


def _made_by(planned: PlannedExplanation) -> dict[str, object]:
    parameters = planned.parameters.model_dump(mode="json")
    runs = {name: _made_by(one) for name, one in planned.runs.items()}
    return {"method": planned.plan.method, "parameters": parameters, "code": planned.code, "runs": runs}


def _read(planned: PlannedExplanation, entry: Entry) -> tuple[Explanation, Cost]:
    facts = cast(Mapping[str, Any], entry.facts)  # as `keep` wrote them
    explanation = planned.method.makes.of_arrays(entry.arrays, tuple(facts["warnings"]))
    return explanation, Cost(**facts["cost"])
