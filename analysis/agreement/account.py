"""What the report says of agreement: sentences, arms in rows, tables."""

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis import wording
from analysis.agreement.drawing import between_people, with_maps
from analysis.agreement.maps import explanations_shown, held_against, maps_of
from analysis.agreement.marks import CELLS, Marked, marked
from analysis.agreement.tables import Found, answers_table, differences_table, maps_tables, regions_table
from analysis.arm_differences import estimate, in_words
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from analysis.titles import title_of

NO_MAPS = (
    "The export holds no maps, so what people marked cannot be held against them: the stimuli were built, or the "
    "export was written, by a version of Gullseye that kept none. Build the stimuli again, which computes nothing new, "
    "and export again."
)


def account_of(evidence: Evidence, results: Sequence[Result]) -> Account:
    """Everything is rendered from the results, but what each participant marked, which is data."""
    if not results:
        return Account()
    told = marked(evidence)
    found = {_key(result): result for result in results}
    maps = tuple(dict.fromkeys(result.labels["map"] for result in results if "map" in result.labels))
    blocks = [each.block for each in told]
    measures = list(dict.fromkeys(r.labels["block"] for r in results if r.labels["quantity"] == "alpha"))
    shown = explanations_shown(evidence)
    return Account(
        sentences=(
            *_with_maps(evidence, told, found, shown),
            *(() if maps or not told else (NO_MAPS,)),
            *_between(evidence, blocks, found, "iou_beyond"),
            *_between(evidence, measures, found, "alpha"),
            *_unread(evidence, told),
        ),
        drawings=(
            *(with_maps(evidence, block, maps, shown, found) for block in blocks if maps),
            between_people(evidence, blocks, measures, found),
        ),
        tables=(
            *maps_tables(evidence, blocks, maps, shown, found),
            *differences_table(evidence, blocks, maps, found),
            *((regions_table(evidence, blocks, found),) if blocks else ()),
            *((answers_table(evidence, measures, found),) if measures else ()),
        ),
        methods=tuple(_methods(evidence, told, maps, measures)),
        data=dict(_data(evidence, told)),
    )


def _key(result: Result) -> tuple[str, str, str, str]:
    labels = result.labels
    return labels["block"], labels.get("arm", labels.get("first", "")), labels.get("map", ""), labels["quantity"]


def _with_maps(
    evidence: Evidence, told: Sequence[Marked], found: Found, shown: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    """Of each arm the maps that it was shown; all of them stand in the table."""
    for each in told:
        title = title_of(evidence, each.block)
        for arm in evidence.arms:
            for name in shown.get(arm, ()):
                own, beyond = (found.get((each.block, arm, name, key)) for key in ("auroc", "auroc_beyond"))
                if own is None or beyond is None or own.estimate is None:
                    continue
                yield (
                    f"{title}, {arm}: the map {name}, which this arm was shown, points at what its participants marked "
                    f"with an AUROC of {in_words(own)}; beyond maps of other pictures: {in_words(beyond)}."
                )
                difference = found.get((each.block, arm, name, "auroc_difference"))
                if difference is not None:
                    yield f"{title}, map {name}, {wording.contrast(difference)}: {in_words(difference)}."


def _between(evidence: Evidence, blocks: Sequence[str], found: Found, key: str) -> Iterator[str]:
    what = {
        "iou_beyond": "participants agree in what they mark, beyond chance",
        "alpha": "participants agree in their answers to the same picture, Krippendorff's alpha",
    }
    for block in blocks:
        for arm in evidence.arms:
            result = found[block, arm, "", key]
            if result.estimate is not None:
                raw = found[block, arm, "", "iou" if key == "iou_beyond" else "same"]
                beside = (
                    f"intersection over union {estimate(raw)}"
                    if key == "iou_beyond"
                    else f"same answers {estimate(raw, scale=100, digits=1)}%"
                )
                yield f"{title_of(evidence, block)}, {arm}: {what[key]}: {in_words(result)} ({beside})."


def _unread(evidence: Evidence, told: Sequence[Marked]) -> Iterator[str]:
    for each in told:
        if each.n_unread:
            n = f"{each.n_unread} mark{'' if each.n_unread == 1 else 's'}"
            yield f"{title_of(evidence, each.block)}: {n} could not be read and count nowhere."


def _methods(evidence: Evidence, told: Sequence[Marked], maps: Sequence[str], measures: Sequence[str]) -> Iterator[str]:
    if told:
        tools = {tool for each in told for tool in each.tools}
        point = " A point counts as a disc with a radius of 1/15 of the picture's width." if "point" in tools else ""
        yield f"What people marked was laid on a grid of {CELLS} × {CELLS} cells.{point}"
    if told and maps:
        yield (
            "A map is held against a region by the AUROC of its cells, marked or not, which needs no threshold and "
            "does not hang on the region's size, and by the pointing game: whether its most important cell is marked. "
            "Both are also computed with maps of all other pictures of the set; the difference is what the picture's "
            "own map adds to a preference for the middle. Participants are averaged, each over their pictures, with "
            "Student's t intervals; the pictures are taken as fixed."
        )
    if told:
        yield (
            "Agreement between people in what they mark is the intersection over union of all pairs of regions of the "
            "same picture by two participants, beyond that of pairs of regions of different pictures."
        )
    if measures:
        yield (
            "Agreement in answers is Krippendorff's alpha (nominal) of everybody's first answer to each picture, with "
            "the share of pairs that are the same beside it, since alpha is low where nearly all answers are of one "
            "kind; it says nothing of being right."
        )
    yield "Intervals of agreement between people are by the jackknife over participants, pictures taken as fixed."
    if maps and told and len(evidence.arms) > 1:
        n = len(told) * len(maps) * (len(evidence.arms) - 1)
        yield (
            "Differences from the first arm are exploratory: Welch's t tests on participants' means, p values "
            f"corrected for {n} comparisons by Benjamini and Hochberg's method."
        )


def _data(evidence: Evidence, told: Sequence[Marked]) -> Iterator[tuple[str, pd.DataFrame]]:
    maps = maps_of(evidence)
    for each in told:
        columns = ["participant", "arm", "stimulus_set", "image"]
        yield f"agreement-{each.block}", each.rows[columns].assign(share_marked=each.regions.mean(axis=1))
        if maps:
            held = [held_against(each, one).assign(map=name) for name, one in maps.items()]
            ordered = pd.concat(held).sort_values(["participant", "image", "map"], ignore_index=True)
            yield f"agreement-{each.block}-maps", ordered
