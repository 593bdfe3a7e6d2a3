"""The section of docs/demonstration-classifier.md that lays the maps beside the marks' measured effects."""

import math
from collections.abc import Mapping, Sequence

from stimuli.gulls.marks import MARKS
from stimuli.map_evidence import (
    BIRD,
    COMPARED,
    IDLE,
    USED,
    Mark,
    PartMass,
    agreement,
    area,
    beyond,
    densities,
    mass,
    median_density,
    relative,
    reliance,
    used_and_idle,
)
from stimuli.mark_effects import MarkEffect


def map_section(found: Sequence[PartMass], effects: Sequence[MarkEffect], n_per_class: int) -> str:
    """The section, as Markdown."""
    used, idle = used_and_idle(effects)
    return f"""## Where the maps are, and what the network uses

Maps of {n_per_class} birds of each species, explained as what they are, by each method's defaults and the score that it
explains by itself (`grad_cam` the logit, `igos` and `igos_pp` the probability; `centre_prior` is a Gaussian in the
picture's middle).  The share of a map that lies on a part; in brackets the density, which is that share divided by the
part's share of the picture: 1 is chance.  Birds whose part is hidden are left out.

{_mass_table(found)}

Over species and marks: the rank correlation (Spearman) of the density with how far the logit falls when the mark is
taken away or swapped; in brackets the same within marks (density as a multiple of that mark's mean over the species,
fall less that mark's mean), where it counts for nothing that a part is large or lies in the middle.  Then the median
density of the {len(used)} marks that are used (one of both changes takes {-USED:g} or more of the logit) and of the
{len(idle)} that are not (neither takes {-IDLE:g}).

{_agreement_table(found, effects)}

{_reading(found, effects)}
"""


def _mass_table(found: Sequence[PartMass]) -> str:
    lines = [f"| part | of the picture | {' | '.join(COMPARED)} |", "|" + " --- |" * (2 + len(COMPARED))]
    for part in (*MARKS, BIRD):
        covers = area(found, part)
        cells = [_share(mass(found, method, part), covers) for method in COMPARED]
        name = "the whole bird" if part == BIRD else part.replace("_", " ")
        lines.append(f"| {name} | {_percent(covers)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(lies: float, covers: float) -> str:
    return "–" if math.isnan(lies) else f"{_percent(lies)} ({lies / covers:.1f})"


def _percent(share: float) -> str:
    digits = 2 if share < 0.01 else 1 if share < 0.1 else 0
    return "–" if math.isnan(share) else f"{share:.{digits}%}"


def _agreement_table(found: Sequence[PartMass], effects: Sequence[MarkEffect]) -> str:
    used, idle = used_and_idle(effects)
    lines = ["| method | taken away | swapped | density, used | not used |", "| --- | --- | --- | --- | --- |"]
    falls = [reliance(effects, swapped=swapped) for swapped in (False, True)]
    for method in COMPARED:
        density = densities(found, method)
        ranks = [_agreed(density, one) for one in falls]
        medians = [_number(median_density(density, marks)) for marks in (used, idle)]
        lines.append(f"| {method} | {' | '.join([*ranks, *medians])} |")
    return "\n".join(lines)


def _agreed(density: Mapping[Mark, float], falls: Mapping[Mark, float]) -> str:
    rho, n = agreement(density, falls)
    within, _ = agreement(relative(density), beyond(falls))
    return f"{_number(rho)} ({_number(within)}), n = {n}"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def _reading(found: Sequence[PartMass], effects: Sequence[MarkEffect]) -> str:
    used, idle = used_and_idle(effects)
    times = {method: _times(densities(found, method), used, idle) for method in COMPARED}
    real = ", ".join(f"`{method}` {times[method]}" for method in COMPARED[:-1])
    return f"""The used marks are denser than those not used by these factors: {real}.
The Gaussian, which knows neither picture nor network, has {times[COMPARED[-1]]}: only what exceeds this speaks for a
map.  Its correlation is exceeded, where a mark is taken away, by {_exceeding(found, effects, swapped=False)};
where it is swapped, by {_exceeding(found, effects, swapped=True)}.
A correlation over 60 marks is uncertain by about ±0.25.  Cells are as large as the small marks, so a map of one of
these spills over onto the parts beside it; and no map is asked what the mark of another species would say, which is
what a swap measures."""


def _exceeding(found: Sequence[PartMass], effects: Sequence[MarkEffect], *, swapped: bool) -> str:
    falls = reliance(effects, swapped=swapped)
    density = {method: densities(found, method) for method in COMPARED}
    rhos = {method: agreement(one, falls)[0] for method, one in density.items()}
    within = {method: agreement(relative(one), beyond(falls))[0] for method, one in density.items()}
    return f"{_above_last(rhos)} (within marks by {_above_last(within)})"


def _above_last(values: Mapping[str, float]) -> str:
    names = [f"`{method}`" for method in COMPARED[:-1] if values[method] > values[COMPARED[-1]]]
    return ", ".join(names) or "none"


def _times(density: Mapping[Mark, float], used: set[Mark], idle: set[Mark]) -> str:
    above, below = median_density(density, used), median_density(density, idle)
    return f"{above / below:.1f}" if below > 0 and not math.isnan(above) else "–"
