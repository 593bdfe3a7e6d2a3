"""Do the regions that people mark agree with the maps, and people with each other, in regions and in answers?

How well a map points at what was marked is told against maps of other pictures, and how far regions of one picture
cover each other against regions of different pictures: what is marked wherever the middle is gains nothing by it.
The participant is the unit; the pictures are those of the study.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.agreement.account import account_of
from analysis.agreement.alike import answered, measures
from analysis.agreement.maps import held_against, maps_of
from analysis.agreement.marks import marked
from analysis.agreement.results import difference, of_answers, of_map, of_regions
from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result


@dataclass(frozen=True)
class Agreement:
    """The question, as the registry finds it."""

    title: str = "Agreement"
    rank: int = 65

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per block with marks: each arm with each map, differences from the first arm, regions; then answers."""
        maps = maps_of(evidence)
        made: list[Result] = []
        differences: list[Result] = []
        for told in marked(evidence):
            for name, one in maps.items():
                held = held_against(told, one)
                made += [each for arm in evidence.arms for each in of_map(told, held, (arm, name), evidence.level)]
                differences += [difference(told, held, (arm, name), evidence) for arm in evidence.arms[1:]]
            made += [each for arm in evidence.arms for each in of_regions(told, arm, evidence.level)]
        for measure in measures(evidence):
            rows = answered(evidence, measure)
            made += [each for arm in evidence.arms for each in of_answers(measure, rows, arm, evidence.level)]
        return [*made, *corrected(differences, evidence.level)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Arms in rows, under each map; agreement between people beside it; sentences and tables."""
        return account_of(evidence, results)


QUESTION = Agreement()
