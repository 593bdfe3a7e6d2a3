"""What optimising masks costs beside the network: wall time against as many bare images forward and backward."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

import torch
import torchvision
from torch import Tensor

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.description import Description
from stimuli.evaluations import Cost, Counted
from stimuli.loading import classifier_of
from stimuli.masked_pictures import MOST_AT_ONCE
from stimuli.method import Request
from stimuli.target import ClassProbability

N_RUNS = 5
# network: images, and iterations of igos and igos_pp
LOADS = {"squeezenet1_1": (8, 8, 3), "resnet50": (4, 3, 1)}


def network(architecture: str) -> Classifier:
    """A network of that size with random weights: what it says does not matter here."""
    torch.manual_seed(0)
    net = torchvision.models.get_model(architecture, num_classes=10)
    classes = tuple("abcdefghij")
    facts = Description(architecture=architecture, classes=classes, input_px=224, mean=(0.5,) * 3, std=(0.5,) * 3)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return classifier_of(net, facts, architecture, device)


def explained(method: str, classifier: Classifier, inputs: Tensor, iterations: int) -> tuple[float, Cost]:
    """Seconds of one run, and its evaluations of all images together."""
    chosen = methods.load(method)
    target = Counted(ClassProbability(classifier, _hidden_by_grey(classifier, inputs)), len(inputs), inputs.device)
    parameters = chosen.parameters(baseline="grey", iterations=iterations, patience=iterations)
    _wait()
    began = perf_counter()
    chosen.explain(classifier, Request(inputs, target), parameters)
    _wait()
    seconds = perf_counter() - began
    costs = target.costs(seconds)
    forward, backward = sum(one.images_forward for one in costs), sum(one.images_backward for one in costs)
    return seconds, Cost(forward, backward, seconds)


@torch.no_grad()
def _hidden_by_grey(classifier: Classifier, inputs: Tensor) -> Tensor:
    """For each image the class that a grey picture has least of, in comparison: what can be explained."""
    return (classifier(inputs).softmax(1) - classifier(torch.zeros_like(inputs)).softmax(1)).argmax(1)


def bare(classifier: Classifier, cost: Cost, at_once: int) -> float:
    """Seconds of as many images forward and backward (to the picture), in batches of the same size."""
    images = torch.randn(at_once, 3, 224, 224, device=classifier.device).contiguous(memory_format=torch.channels_last)
    target = ClassProbability(classifier, torch.zeros(at_once, dtype=torch.long, device=classifier.device))
    rows = torch.arange(at_once, device=classifier.device)
    _wait()
    began = perf_counter()
    for _ in range(round(cost.images_backward / at_once)):
        asked = images.detach().requires_grad_()
        torch.autograd.grad(target(asked, rows).sum(), asked)
    with torch.no_grad():
        for _ in range(round((cost.images_forward - cost.images_backward) / at_once)):
            target(images, rows)
    _wait()
    return perf_counter() - began


def _wait() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def measure() -> Iterator[str]:
    """Engine and bare network in turn, so that both meet the same machine; the median of the ratios."""
    yield "| network | method | images forward | backward | engine | bare | ratio: median | least | most |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for architecture, (n_images, *iterations) in LOADS.items():
        classifier = network(architecture)
        inputs = torch.randn(n_images, 3, 224, 224, device=classifier.device)
        for method, path, n in zip(("igos", "igos_pp"), (5, 5), iterations, strict=True):
            yield _line(architecture, method, path, n, classifier, inputs)


def _line(architecture: str, method: str, path: int, n: int, classifier: Classifier, inputs: Tensor) -> str:
    at_once = MOST_AT_ONCE[classifier.device.type] // path * path
    explained(method, classifier, inputs, n)
    pairs = []
    for _ in range(N_RUNS):
        seconds, cost = explained(method, classifier, inputs, n)
        pairs.append((seconds, bare(classifier, cost, at_once)))
    ratios = [engine / alone for engine, alone in pairs]
    engine, alone = (median(column) for column in zip(*pairs, strict=True))
    return (
        f"| {architecture} | {method} | {cost.images_forward} | {cost.images_backward} | {engine:.2f} s | {alone:.2f} s"
        f" | {median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} |"
    )
