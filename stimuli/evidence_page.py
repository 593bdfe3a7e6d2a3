"""docs/demonstration-classifier.md: what is measured of a classifier of gulls, as a page with a figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stimuli.classifier import Classifier
from stimuli.gull_accuracy import Accuracy, accuracies, draw_accuracies
from stimuli.gulls.marks import MARKS, SPECIES
from stimuli.gulls.picture import DEFAULT_DIFFICULTY
from stimuli.map_evidence import PartMass, part_masses
from stimuli.map_evidence_section import map_section
from stimuli.mark_effects import MarkEffect, mark_effects
from stimuli.share import Share

PAGE_FILE = "demonstration-classifier.md"
FIGURE_FILE = "accuracy-by-difficulty.png"


@dataclass(frozen=True)
class Asked:
    """How many birds of each species: for the accuracy and the marks, and for the maps, which cost more."""

    n_per_class: int
    n_mapped: int
    seed: int

    def command(self, classifier: Classifier) -> str:
        """What writes the page."""
        numbers = f"--n {self.n_per_class} --maps {self.n_mapped} --seed {self.seed}"
        return f"gullseye evidence --classifier {classifier.name} {numbers} --out docs"


def write_evidence(classifier: Classifier, out: Path, asked: Asked, *, progress: bool = True) -> Path:
    """Measures and writes OUT/demonstration-classifier.md with its figure in OUT/images; the page's path."""
    found = accuracies(classifier, asked.n_per_class, asked.seed, progress=progress)
    effects = mark_effects(classifier, DEFAULT_DIFFICULTY, asked.n_per_class, asked.seed, progress=progress)
    masses = part_masses(classifier, DEFAULT_DIFFICULTY, asked.n_mapped, asked.seed, progress=progress)
    figure = out / "images" / FIGURE_FILE
    figure.parent.mkdir(parents=True, exist_ok=True)
    draw_accuracies(found, len(classifier.classes), DEFAULT_DIFFICULTY, figure)
    page = out / PAGE_FILE
    page.write_text(_page(classifier, found, effects, masses, asked), encoding="utf-8")
    return page


def _page(
    classifier: Classifier,
    found: Sequence[Accuracy],
    effects: Sequence[MarkEffect],
    masses: Sequence[PartMass],
    asked: Asked,
) -> str:
    return f"""# The demonstration classifier: what it knows and what it uses

`{classifier.architecture}`, input {classifier.preprocessing.input_px} px, weights `{classifier.weights_sha256[:16]}`.
This page is written by `{asked.command(classifier)}`:
fresh birds, {asked.n_per_class} of each species, that no training has seen.
How the weights were made stands in `stimuli/gulls/weights/README.md`.

## Accuracy by difficulty

![Share of birds named rightly, by difficulty](images/{FIGURE_FILE})

{_accuracy_table(found)}

Pose or an object hides a mark of more than half of the birds (legs under water, a wing behind a post); those left
still decide the species of nearly all of them.  Intervals: 95 %, Wilson.

## What it uses: one mark changed, all else alike

Mean change of the logit of the bird's own species (± standard error), over the birds of which the mark can be seen, at
difficulty {DEFAULT_DIFFICULTY}; in brackets the share of birds that then got another name.  The more negative, the more
the classifier relies on the mark.

### The mark taken away

{_effect_table(effects, lambda effect: effect.donor is None)}

### The mark of another species in its place

The donor is the species that differs in this mark and in as few others as can be; its name stands under the number.

{_effect_table(effects, lambda effect: effect.donor is not None)}

{map_section(masses, effects, asked.n_mapped)}"""


def _accuracy_table(found: Sequence[Accuracy]) -> str:
    lines = [
        "| difficulty | birds, every mark seen | right | birds, a mark hidden | right |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in found:
        lines.append(f"| {one.difficulty:g} | {_counted(one.all_seen)} | {_counted(one.some_hidden)} |")
    return "\n".join(lines)


def _counted(share: Share) -> str:
    if not share.n:
        return "0 | –"
    low, high = share.interval
    return f"{share.n} | {share.value:.1%} ({low:.1%} to {high:.1%})"


def _effect_table(effects: Sequence[MarkEffect], wanted: Callable[[MarkEffect], bool]) -> str:
    cells = {(one.species, one.mark): one for one in effects if wanted(one)}
    species = [name for name in SPECIES if any(key[0] == name for key in cells)]
    head = ["| species | " + " | ".join(mark.replace("_", " ") for mark in MARKS) + " |"]
    rule = ["|" + " --- |" * (len(MARKS) + 1)]
    rows = [f"| {name} | " + " | ".join(_cell(cells.get((name, mark))) for mark in MARKS) + " |" for name in species]
    return "\n".join([*head, *rule, *rows])


def _cell(effect: MarkEffect | None) -> str:
    if effect is None:
        return "–"
    spread = f" ± {effect.standard_error:.1f}" if effect.n > 1 else ""
    number = f"{effect.change:+.1f}{spread} ({effect.flipped:.0%})".replace("-", "−")
    return f"{number}<br>{effect.donor}" if effect.donor else number
