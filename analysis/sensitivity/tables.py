"""Tables of sensitivity and criterion: what arms did, how they differ, and the same by a model and pooled."""

from collections.abc import Mapping, Sequence

from analysis import wording
from analysis.arm_differences import estimate, level_text, p_values, reasons
from analysis.evidence import Evidence
from analysis.question import Table
from analysis.result import Result
from analysis.sensitivity.detection import Detecting
from analysis.titles import title_of

Found = Mapping[tuple[str, str, str], Result]  # block, arm (the first of a comparison), quantity
MODELLED = ("model_sensitivity", "model_readiness")


def arms_table(evidence: Evidence, told: Sequence[Detecting], found: Found) -> Table:
    """What every arm did, and what signal detection makes of it."""
    sides = any(each.kind == "sides" for each in told)
    keys = ["d_prime", *(["d_prime_sides"] if sides else []), "criterion"]
    rows, used, notes = [], [], []
    for each in told:
        notes.append(f"{title_of(evidence, each.measure)}: the signal is that {each.signal}, yes is {each.yes}.")
        for arm in evidence.arms:
            of = [found.get((each.measure, arm, key)) for key in ("right", "hits", "false_alarms", *keys)]
            d, c = found[each.measure, arm, "d_prime"], found[each.measure, arm, "criterion"]
            used += [d, c]
            shares = [estimate(result, scale=100, digits=1) for result in of[:3]]
            n = str(found[each.measure, arm, "right"].n[arm])
            rows.append((title_of(evidence, each.measure), arm, n, *shares, *map(estimate, of[3:])))
    shown = ["Right (%)", "Hits (%)", "False alarms (%)", "d′", *(["d′ by side"] if sides else []), "Criterion c"]
    columns = ("Block", "Arm", "Participants", *shown)
    note = f"Means over participants with {level_text(evidence.level)} confidence intervals. {' '.join(notes)}"
    return Table("Accuracy, sensitivity and criterion", columns, tuple(rows), f"{note} {reasons(used)}".strip())


def side_by_side(evidence: Evidence, told: Sequence[Detecting], found: Found) -> tuple[Table, ...]:
    """Differences in accuracy beside those in sensitivity and criterion; none with one arm."""
    rows, used = [], []
    for each in told:
        for arm in evidence.arms[1:]:
            of = [found[each.measure, arm, f"{key}_difference"] for key in ("right", "d_prime", "criterion")]
            used += of
            right, d, c = of
            cells = (estimate(right, scale=100, digits=1), estimate(d), p_values(d)[1], estimate(c), p_values(c)[1])
            rows.append((title_of(evidence, each.measure), wording.contrast(d), *cells))
    columns = ("Block", "Comparison", "Right (points)", "d′", "p of d′, corrected", "Criterion c", "p of c, corrected")
    note = (
        "Where right answers differ and d′ does not, the criterion has shifted; that no difference in d′ was found is "
        "no evidence that there is none. Exploratory."
    )
    caption = "Gain in accuracy or shift of the criterion: differences from the first arm"
    return (Table(caption, columns, tuple(rows), f"{note} {reasons(used)}".strip()),) if rows else ()


def model_table(evidence: Evidence, told: Sequence[Detecting], found: Found) -> tuple[Table, ...]:
    """The mixed model's differences; none without advice."""
    rows, used = [], []
    for each in told:
        for arm in evidence.arms[1:] if each.kind == "advice" else ():
            sensitivity, readiness = (found[each.measure, arm, key] for key in MODELLED)
            used += [sensitivity, readiness]
            cells = (estimate(sensitivity), *p_values(sensitivity), estimate(readiness), *p_values(readiness))
            rows.append((title_of(evidence, each.measure), wording.contrast(sensitivity), *cells))
    of_sensitivity = ("Sensitivity (log odds)", "p of sensitivity", "corrected")
    of_readiness = ("Readiness to accept (log odds)", "p of readiness", "corrected")
    note = f"Readiness is minus the difference of criteria. Exploratory. {reasons(used)}".strip()
    caption = "Acceptance as a mixed model: differences from the first arm"
    columns = ("Block", "Comparison", *of_sensitivity, *of_readiness)
    return (Table(caption, columns, tuple(rows), note),) if rows else ()


def pooled_table(evidence: Evidence, told: Sequence[Detecting], found: Found) -> Table:
    """The same of all trials pooled."""
    rows, used = [], []
    for each in told:
        for arm in evidence.arms:
            d, c = (found[each.measure, arm, f"{key}_pooled"] for key in ("d_prime", "criterion"))
            used += [d, c]
            rows.append((title_of(evidence, each.measure), arm, str(c.n_trials), estimate(d), estimate(c)))
    note = "As if all answers were one participant's: too small for any of them where their criteria differ."
    columns = ("Block", "Arm", "Answered trials", "Pooled d′", "Pooled criterion c")
    return Table("Sensitivity of all trials pooled", columns, tuple(rows), f"{note} {reasons(used)}".strip())
