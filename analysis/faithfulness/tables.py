"""Tables of scores and help: by models, image by image, and arm by arm."""

from collections.abc import Mapping, Sequence

from analysis import wording
from analysis.arm_differences import estimate, level_text, p_values, reasons
from analysis.evidence import Evidence
from analysis.faithfulness.scored import Condition
from analysis.question import Table
from analysis.result import Result
from analysis.titles import title_of

Found = Mapping[tuple[str, str, str, str], Result]  # block, condition, score (empty: of none), quantity


def _better(condition: Condition, name: str) -> str:
    is_up = {score.name: score.higher_is_better for score in condition.scores}[name]
    return f"{name.replace('_', ' ')} {'↑' if is_up else '↓'}"


def models_table(evidence: Evidence, told: Sequence[Condition], found: Found) -> Table:
    """What mixed models say, per condition and score."""
    rows, used = [], []
    for each in told:
        for score in each.scores:
            key = each.measure, each.name, score.name
            alone, against = found[*key, "within"], found.get((*key, "against"))
            used += [alone, *([against] if against else [])]
            tested = against or alone
            cells = (estimate(against), estimate(alone), *p_values(tested))
            name = f"{each.name} {wording.MINUS} {each.reference}" if each.reference else each.name
            rows.append((title_of(evidence, each.measure), name, _better(each, score.name), *cells))
    columns = (
        "Block",
        "Comparison",
        "Score",
        "Help (ratio of odds ratios)",
        "Where explained (odds ratio)",
        "p",
        "corrected",
    )
    note = (
        f"Per standard deviation of a better score, with {level_text(evidence.level)} confidence intervals; above 1, "
        "better scores go with more. ↑: higher is better, ↓: lower. p belongs to help; where nobody saw the images "
        "without an explanation, to the odds ratio, which easy images can produce alone. Exploratory."
    )
    return Table("Does a better score mean more help?", columns, tuple(rows), f"{note} {reasons(used)}".strip())


def images_table(evidence: Evidence, told: Sequence[Condition], found: Found) -> tuple[Table, ...]:
    """Association over images with its reliability; none where nothing goes without an explanation."""
    rows, used = [], []
    for each in (one for one in told if one.reference is not None):
        reliability = found[each.measure, each.name, "", "reliability"]
        for score in each.scores:
            rho, slope = (found[each.measure, each.name, score.name, key] for key in ("rho", "slope"))
            used += [rho, slope, reliability]
            name = f"{each.name} {wording.MINUS} {each.reference}"
            cells = (estimate(rho), estimate(slope, scale=100, digits=1), estimate(reliability))
            rows.append((title_of(evidence, each.measure), name, _better(each, score.name), *cells))
    note = (
        f"ρ: rank correlation over images; slope: points of benefit per standard deviation of the score; both turned "
        f"so that above 0 better scores go with more benefit, with {level_text(evidence.level)} confidence intervals "
        "over participants and images. Reliability: of the benefits, by split halves; the lower, the nearer to 0 any "
        "correlation must lie."
    )
    columns = ("Block", "Benefit", "Score", "ρ", "Slope (points)", "Reliability")
    table = Table("Scores and benefits, image by image", columns, tuple(rows), f"{note} {reasons(used)}".strip())
    return (table,) if rows else ()


def arms_table(evidence: Evidence, told: Sequence[Condition], found: Found) -> Table:
    """Mean score and mean accuracy side by side, for no inference."""
    rows = []
    for each in told:
        sides = [found.get((each.measure, each.name, "", f"accuracy_{how}")) for how in ("with", "without")]
        right = [estimate(result, scale=100, digits=1) for result in sides]
        for score in each.scores:
            mean = found[each.measure, each.name, score.name, "mean_score"]
            rows.append(
                (
                    title_of(evidence, each.measure),
                    each.name,
                    _better(each, score.name),
                    estimate(mean, digits=3),
                    *right,
                )
            )
    note = (
        "Side by side only: with so few arms, whether arms with better scores help more cannot be inferred; arms also "
        "differ in more than their scores."
    )
    columns = ("Block", "Arm", "Score", "Mean score", "Right (%)", "Without an explanation (%)")
    return Table("Mean score and mean accuracy, arm by arm", columns, tuple(rows), note)
