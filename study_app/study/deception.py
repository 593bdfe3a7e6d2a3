"""Who is misled must be told: a study with a placebo or misleading advice needs a debriefing that names it."""

from collections.abc import Mapping, Sequence

from study_app.definition import Study
from study_app.study.design import CheckedBlock

DEBRIEF = "debrief"  # the task kind


def deception_faults(
    study: Study, blocks: Sequence[CheckedBlock], sources: Mapping[str, str], placebos: Mapping[str, str]
) -> list[str]:
    """Deceptions that no debriefing names, and placebos that are not declared; each line begins with a key path.

    placebos: names of explanations of the recipe that know nothing of what they explain → their method.
    """
    undeclared = [
        f"{path}.deception: missing; explanation {one.explanation!r} is a placebo ({placebos[one.explanation]}): "
        'write the word that the debriefing uses for it, as in deception = "placebo"'
        for path, one in study.conditions.items()
        if one.explanation is not None and one.explanation in placebos and one.deception is None
    ]
    named = {path: one.deception for path, one in study.conditions.items() if one.deception is not None}
    return [*undeclared, *(_debrief_faults(blocks, sources, named) if named else ())]


def _debrief_faults(blocks: Sequence[CheckedBlock], sources: Mapping[str, str], named: Mapping[str, str]) -> list[str]:
    debriefs = [checked for checked in blocks if checked.block.task == DEBRIEF]
    if not debriefs:
        return [f"block: no block of task 'debrief', and {', '.join(named)} misleads; it must tell, and ask again"]
    faults = []
    if not any(checked.options.get("ask") for checked in debriefs):
        faults.append("block: no debriefing asks again for the use of the answers; leave ask out, or write ask = true")
    told = "\n".join(sources.get(str(checked.options.get("text")), "") for checked in debriefs).casefold()
    return faults + [
        f"{path}.deception: no debriefing names {word!r}; its text must tell what was not true"
        for path, word in named.items()
        if word.casefold() not in told
    ]
