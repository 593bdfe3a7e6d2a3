"""How much of the truth the search for attention graphs finds, what a memory saves, and what it costs.

Needs the shared data.  On a processor the enumerations take most of an hour; on a GPU a minute.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from time import perf_counter

import torch

from stimuli.classifier import Classifier
from stimuli.evaluations import Cost, Counted
from stimuli.images import Pixels
from stimuli.masked_pictures import MOST_AT_ONCE
from stimuli.method import Request
from stimuli.methods.attention_graph import METHOD
from stimuli.target import ClassProbability
from tests import photographs, requirements
from tests.benchmarks.map_overhead import bare
from tests.searched_photographs import TENTH, Photograph, share_found

N_PHOTOGRAPHS = 10
N_COMPAT, N_TIMED, N_RUNS = 4, 3, 3


def measure() -> Iterator[str]:
    """Three tables."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with TemporaryDirectory() as folder:
        gulls, imagenet = (
            (photographs.classifier(name, requirements.shared_data(), Path(folder), device), taken(name))
            for name in ("mobilenet", "squeezenet")
        )
        yield from _against_enumeration(*_loaded(*gulls))
        yield from _memory(*_loaded(*imagenet))
        yield from _overhead(*_loaded(*imagenet))


def taken(name: str) -> list[Path]:
    """Photographs in an order in which a few of the first come from all classes."""
    files = photographs.photographs(name, requirements.shared_data())
    return [file for start in (2, 4, 1, 3, 0) for file in files[start::5]]


def _loaded(classifier: Classifier, files: list[Path]) -> tuple[Classifier, list[Path], list[Pixels]]:
    return classifier, files, photographs.pixels(files, classifier)


def _against_enumeration(classifier: Classifier, files: list[Path], pixels: list[Pixels]) -> Iterator[str]:
    yield f"| photograph (blur) | minimal sets of 1 to 3 patches | found within {TENTH} evaluations | evaluations |"
    yield "|---|---|---|---|"
    shares, counts = [], []
    for file, picture in zip(files, pixels, strict=True):
        told = share_found(Photograph.of(classifier, picture, "blur"), TENTH)
        if told is None:
            continue
        n, share, evaluations = told
        shares.append(share)
        counts.append(n)
        yield f"| {file.stem} | {n} | {share:.2f} | {evaluations} |"
        if len(shares) == N_PHOTOGRAPHS:
            break
    pooled = sum(n * share for n, share in zip(counts, shares, strict=True)) / sum(counts)
    yield f"| mean of {len(shares)} photographs; of all sets | {sum(counts)} | {mean(shares):.2f}; {pooled:.2f} | |"


def _memory(classifier: Classifier, files: list[Path], pixels: list[Pixels]) -> Iterator[str]:
    yield "\n| photograph (compat) | sets found | scores wanted | scored | share |"
    yield "|---|---|---|---|---|"
    for file, picture in zip(files[:N_COMPAT], pixels, strict=False):
        found, memo = Photograph.of(classifier, picture, "black", corners=True).as_the_authors()
        share = memo.distinct / memo.wanted
        yield f"| {file.stem} | {len(found.sets)} | {memo.wanted} | {memo.distinct} | {share:.2f} |"


def _overhead(classifier: Classifier, _: list[Path], pixels: list[Pixels]) -> Iterator[str]:
    yield "\n| search | images forward | images backward | whole | bare network | ratio: median | least | most |"
    yield "|---|---|---|---|---|---|---|---|"
    inputs = classifier.inputs(pixels[:N_TIMED])
    with torch.no_grad():
        classes = classifier(inputs).argmax(1)
    for options in ({}, {"guide": "exhaustive"}, {"search": "pairwise"}):
        parameters = METHOD.parameters.model_validate({"baseline": "blur", **options})
        pairs = []
        for _run in range(N_RUNS):
            target = Counted(ClassProbability(classifier, classes), len(inputs), inputs.device)
            began = perf_counter()
            METHOD.explain(classifier, Request(inputs, target), parameters)
            seconds = perf_counter() - began
            costs = target.costs(seconds)
            cost = Cost(sum(c.images_forward for c in costs), sum(c.images_backward for c in costs), seconds)
            pairs.append((seconds, bare(classifier, cost, MOST_AT_ONCE[classifier.device.type])))
        ratios = [whole / alone for whole, alone in pairs]
        whole, alone = (median(column) for column in zip(*pairs, strict=True))
        yield (
            f"| {', '.join(options.values()) or 'beam, igos'} | {cost.images_forward} | {cost.images_backward}"
            f" | {whole:.2f} s | {alone:.2f} s | {median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} |"
        )
