from dataclasses import replace
from math import comb
from typing import Any

import pytest

from analysis import questions, wording
from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.report.deviations import analysed
from analysis.result import Result
from tests.analysis.synthetic import STUDY

EXCLUSIONS, ACCURACY = questions.load("exclusions"), questions.load("accuracy")
UNFINISHED = {"name": "unfinished", "rule": "not_complete"}
HASTY = {"name": "hasty", "rule": "faster_than", "block": "test", "milliseconds": 1000, "at_least": 2}
AWAY = {"name": "away", "rule": "looked_away", "block": "test", "at_least": 3}


def with_rules(found: Evidence, *rules: dict[str, Any]) -> Evidence:
    plan = STUDY.model_dump(mode="json") | {"exclusion": list(rules)}
    return replace(found, plan=of_study(type(STUDY).model_validate(plan)))


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in EXCLUSIONS.results(found)}


def counts_of(found: Evidence) -> dict[str, Result]:
    """The results of rules, without any of planned differences."""
    return results_of(replace(found, plan=replace(found.plan, hypothesis=())))


def looking_away(people: Evidence, names: list[str], n: int) -> Evidence:
    """The same with n trials of the test that those participants left the page in."""
    trials = people.trials
    hit = trials["participant"].isin(names) & (trials["block"] == "test") & (trials["position_in_block"] < n)
    return replace(people, trials=trials.assign(hidden_ms=trials["hidden_ms"].mask(hit, 500.0)))


def all_finished(found: Evidence) -> Evidence:
    return replace(found, participants=found.participants.assign(outcome="completed"))


def test_where_all_finished_and_no_rule_is_declared_there_is_no_such_part(people: Evidence) -> None:
    assert results_of(all_finished(with_rules(people))) == {}
    nothing_planned = replace(with_rules(people), plan=replace(with_rules(people).plan, hypothesis=()))
    assert results_of(nothing_planned) == {}


def test_without_rules_completers_stand_beside_everybody(people: Evidence) -> None:
    """As after the rule that leaves out who did not finish."""
    found, ruled = results_of(with_rules(people)), results_of(with_rules(people, UNFINISHED))
    hypotheses = ("heatmap-teaches", "heatmap-beats-placebo")
    assert set(found) == {
        f"exclusions/{name}/{step}" for name in hypotheses for step in ("nobody-left-out", "completers-only")
    }
    for name in hypotheses:
        completers, after = found[f"exclusions/{name}/completers-only"], ruled[f"exclusions/{name}/after-unfinished"]
        assert (completers.estimate, completers.interval, completers.n) == (after.estimate, after.interval, after.n)
    assert found["exclusions/heatmap-teaches/completers-only"].n == {"heatmap": 18, "none": 18}


def test_the_account_without_rules_tells_both_and_no_ledger(people: Evidence) -> None:
    found = with_rules(people)
    account = EXCLUSIONS.account(found, EXCLUSIONS.results(found))
    (table,) = account.tables
    assert [row[:2] for row in table.rows] == [
        ("heatmap − none, nobody left out", "40"),
        ("heatmap − none, completers only", "36"),
        ("heatmap − placebo, nobody left out", "40"),
        ("heatmap − placebo, completers only", "36"),
    ]
    assert account.sentences[0].startswith("heatmap − none, everybody randomised: ")
    assert "; completers only (n = 36): " in account.sentences[0]
    assert "with everybody and completers only." in account.drawings[0].caption
    assert account.methods == (
        "As another sensitivity analysis, planned differences were estimated among those only who came to the last "
        "page.",
    )


def test_where_all_finished_there_are_no_completers_apart(people: Evidence) -> None:
    found = results_of(all_finished(with_rules(people, HASTY)))
    assert "exclusions/heatmap-teaches/completers-only" not in found
    assert "exclusions/heatmap-teaches/after-hasty" in found


def test_a_rule_that_hits_arms_differently_is_found_as_among_the_deviations(people: Evidence) -> None:
    """Nine of twenty in one arm, none of twenty in each of the others."""
    names = people.participants.query("arm == 'none'")["participant"].tolist()[:9]
    found = with_rules(looking_away(people, names, 3), AWAY)
    found = replace(found, plan=replace(found.plan, hypothesis=()))
    tested = results_of(found)["exclusions/away/all/spread"]
    assert tested.test is not None
    # 9 of 60, 3 expected per arm: below 5, so exact; of the 60-choose-9 ways, all from one arm is the least likely.
    assert tested.test.p == pytest.approx(3 * comb(20, 9) / comb(60, 9))
    assert tested.estimate == pytest.approx(9 / 20)
    assert tested.family == "exploratory"
    (said,) = analysed.exclusions(found, ())
    assert wording.p_value(tested.test.p) in said
    account = EXCLUSIONS.account(found, EXCLUSIONS.results(found))
    assert account.tables[0].rows[0][-1] == "< .001"
    assert account.sentences[0] == (
        "By itself, the rule away leaves out 9 of 20 in none, 0 of 20 in placebo and 0 of 20 in heatmap (the exact "
        "test of Freeman and Halton, p < .001, exploratory)."
    )


def test_leaving_out_who_did_not_finish_is_tested_as_attrition_is(people: Evidence) -> None:
    gone = people.participants.query("arm == 'heatmap'")["participant"].tolist()[:7]
    outcome = people.participants["outcome"].mask(people.participants["participant"].isin(gone), "withdrew")
    found = with_rules(replace(people, participants=people.participants.assign(outcome=outcome)), UNFINISHED)
    (attrition,) = (r for r in questions.load("attrition").results(found) if r.name == "attrition/all/spread")
    assert attrition.test is not None
    assert counts_of(found)["exclusions/unfinished/all/spread"].test == attrition.test


def test_a_rule_that_hits_nobody_has_no_test_and_says_why(people: Evidence) -> None:
    tested = counts_of(with_rules(people, AWAY))["exclusions/away/all/spread"]
    assert (tested.status, tested.estimate, tested.test) == ("no_interval", 0.0, None)
    assert tested.reason == "the rule away leaves out nobody"


def test_who_did_not_finish_is_counted_per_arm(people: Evidence) -> None:
    """Two of every arm left on the way."""
    found = counts_of(with_rules(people, UNFINISHED))
    assert {arm: found[f"exclusions/unfinished/{arm}/newly"].estimate for arm in STUDY.arms} == {
        "none": 2.0,
        "placebo": 2.0,
        "heatmap": 2.0,
    }


def test_a_rule_counts_only_whom_earlier_rules_left_and_says_whom_it_hits_itself(people: Evidence) -> None:
    gone = people.participants.query("outcome != 'completed' and arm == 'none'")["participant"].tolist()
    stayed = people.participants.query("outcome == 'completed' and arm == 'none'")["participant"].tolist()[:1]
    found = counts_of(with_rules(looking_away(people, [*gone, *stayed], 3), UNFINISHED, AWAY))
    assert found["exclusions/away/none/newly"].estimate == 1.0
    assert found["exclusions/away/none/by_itself"].estimate == 3.0


def test_one_absence_less_than_the_rule_asks_leaves_nobody_out(people: Evidence) -> None:
    names = people.participants["participant"].tolist()
    found = counts_of(with_rules(looking_away(people, names, 2), AWAY))
    assert found["exclusions/away/none/by_itself"].estimate == 0.0


def test_the_difference_is_told_after_every_rule_and_first_with_everybody(people: Evidence) -> None:
    found = results_of(with_rules(people, UNFINISHED, HASTY))
    (whole,) = (r for r in ACCURACY.results(people) if r.name == "accuracy/heatmap-teaches/difference")
    everybody = found["exclusions/heatmap-teaches/nobody-left-out"]
    assert (everybody.estimate, everybody.interval) == (whole.estimate, whole.interval)
    completers = found["exclusions/heatmap-teaches/after-unfinished"]
    assert completers.n == {"heatmap": 18, "none": 18}
    means = {}
    for arm in ("heatmap", "none"):
        mine = people.participants.query("arm == @arm and outcome == 'completed'")["participant"]
        rows = people.trials[people.trials["participant"].isin(mine) & (people.trials["block"] == "test")]
        means[arm] = rows.groupby("participant")["correct"].apply(lambda each: each.astype(float).mean()).mean()
    assert completers.estimate == pytest.approx(means["heatmap"] - means["none"], abs=0.01)
    assert "exclusions/heatmap-teaches/after-hasty" in found


def test_hasty_answers_are_counted_in_the_block_of_the_rule(people: Evidence) -> None:
    trials = people.trials
    who = people.participants.query("arm == 'none'")["participant"].iloc[0]
    elsewhere = (trials["participant"] == who) & (trials["block"] == "training")
    fast = replace(people, trials=trials.assign(rt_ms=trials["rt_ms"].clip(lower=1500).mask(elsewhere, 10.0)))
    assert counts_of(with_rules(fast, HASTY))["exclusions/hasty/none/by_itself"].estimate == 0.0
    here = (trials["participant"] == who) & (trials["block"] == "test") & (trials["position_in_block"] < 2)
    faster = replace(people, trials=trials.assign(rt_ms=trials["rt_ms"].clip(lower=1500).mask(here, 999.0)))
    assert counts_of(with_rules(faster, HASTY))["exclusions/hasty/none/by_itself"].estimate == 1.0


def test_the_rules_do_not_look_at_arms(people: Evidence) -> None:
    """Arms exchanged: the same people are left out."""
    other = {"none": "heatmap", "heatmap": "none", "placebo": "placebo"}
    swapped = replace(
        people,
        participants=people.participants.assign(arm=people.participants["arm"].map(other)),
        trials=people.trials.assign(arm=people.trials["arm"].map(other)),
    )
    here, there = (counts_of(with_rules(each, UNFINISHED, HASTY)) for each in (people, swapped))
    for rule in ("unfinished", "hasty"):
        for arm, partner in other.items():
            name = f"exclusions/{rule}/{{}}/newly"
            assert here[name.format(arm)].estimate == there[name.format(partner)].estimate


def test_the_account_tells_rules_ledger_and_differences(people: Evidence) -> None:
    found = with_rules(people, UNFINISHED, HASTY)
    account = EXCLUSIONS.account(found, EXCLUSIONS.results(found))
    assert account.tables[0].rows[0] == ("unfinished", "2 (2)", "2 (2)", "2 (2)", "> .999")
    assert "Rules: unfinished: did not come to the last page; hasty: answered a trial" in account.tables[0].note
    assert account.tables[1].rows[0][0] == "heatmap − none, nobody left out"
    assert [drawing.name for drawing in account.drawings] == [
        "exclusions-heatmap-teaches",
        "exclusions-heatmap-beats-placebo",
    ]
    assert "without looking at arms" in account.methods[0]
