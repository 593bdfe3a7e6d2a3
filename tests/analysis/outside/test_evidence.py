"""A table from elsewhere becomes the same tables that an export is, whatever its spelling."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import population
from analysis.evidence import Evidence
from analysis.exclusions import ledger
from analysis.outside.evidence import of_table
from tests.analysis.outside.tables import PLAN, TWO_STAGES, advised, answers, evidence, write


def test_tables_have_the_columns_and_types_of_an_export(tmp_path: Path, people: Evidence) -> None:
    found = evidence(tmp_path, answers())
    for ours, theirs in ((found.participants, people.participants), (found.trials, people.trials)):
        pd.testing.assert_series_equal(ours.dtypes, theirs.dtypes)
    pd.testing.assert_series_equal(found.events.dtypes, people.events.dtypes)
    assert found.events.empty


def test_every_row_is_an_answer_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = evidence(tmp_path, answers()).trials
    assert len(found) == 96
    first = found[found["participant"] == "p00"]
    assert list(first["image"]) == [f"bird-{n}.png" for n in range(8)]
    assert list(first["position"]) == list(range(8))
    assert set(found["n_options"]) == {4}
    assert [bool(each) for each in first["correct"]] == [bool(row["acc"]) for row in answers()[:8]]


def test_who_is_in_which_arm_is_as_the_file_says(tmp_path: Path) -> None:
    found = evidence(tmp_path, answers())
    assert found.arms == ("none", "map")
    people = found.participants.set_index("participant")["arm"]
    assert people.to_dict() == {f"p{n:02d}": ("none", "map")[n % 2] for n in range(12)}
    assert found.plan.study is None
    assert found.plan.hypothesis[0].block == "trials"


@pytest.mark.parametrize(
    ("mark", "end", "lead"), [(";", "\r\n", b"\xef\xbb\xbf"), ("\t", "\n", b""), (",", "\r\n", b"\xef\xbb\xbf")]
)
def test_what_spreadsheets_write_is_read(mark: str, end: str, lead: bytes, tmp_path: Path) -> None:
    plain = evidence(tmp_path, answers())
    rows = [["pid", "condition", "image", "acc"], *([str(cell) for cell in row.values()] for row in answers())]
    (tmp_path / "data.csv").write_bytes(lead + end.join(mark.join(row) for row in rows).encode())
    again = of_table(tmp_path / "data.csv", tmp_path / "plan.toml")
    pd.testing.assert_frame_equal(again.trials, plain.trials)


@pytest.mark.parametrize(
    ("yes", "no"), [("1", "0"), ("TRUE", "FALSE"), ("true", "false"), ("Yes", "No"), ("1.0", "0.0")]
)
def test_usual_spellings_of_right_and_wrong_are_known(yes: str, no: str, tmp_path: Path) -> None:
    found = evidence(tmp_path, [row | {"acc": yes if row["acc"] else no} for row in answers()])
    assert int(found.trials["correct"].sum()) == sum(bool(row["acc"]) for row in answers())


def test_spellings_of_ones_own_are_stated(tmp_path: Path) -> None:
    rows = [row | {"acc": "hit" if row["acc"] else "NA"} for row in answers()]
    plan = PLAN.replace('correct = "acc"', 'correct = { name = "acc", yes = ["hit"], no = ["NA"] }')
    found = evidence(tmp_path, rows, plan)
    assert found.trials["correct"].notna().all()
    assert int(found.trials["correct"].sum()) == sum(bool(row["acc"]) for row in answers())


@pytest.mark.parametrize("nothing", ["", "NA", "N/A", "NaN", "null", "#N/A", ".", "None"])
def test_spellings_of_nothing_are_no_answer(nothing: str, tmp_path: Path) -> None:
    rows = answers()
    rows[5]["acc"] = nothing
    trials = evidence(tmp_path, rows).trials
    assert int((~trials["answered"]).sum()) == 1
    assert list(trials.loc[~trials["answered"], "image"]) == ["bird-5.png"]


def test_none_is_a_condition_where_the_plan_says_so(tmp_path: Path) -> None:
    rows = [row | {"condition": "None" if row["condition"] == "no explanation" else "map"} for row in answers()]
    plan = PLAN.replace('"no explanation"', '"None"').replace('value = "heat map"', "")
    assert set(evidence(tmp_path, rows, plan).participants["arm"]) == {"none", "map"}


def test_right_follows_from_answer_and_truth(tmp_path: Path) -> None:
    rows = [row | {"said": "gull" if row["acc"] else "tern", "is": "gull"} for row in answers()]
    plan = PLAN.replace('correct = "acc"', 'response = "said"\nlabel = "is"')
    found = evidence(tmp_path, rows, plan).trials
    assert [bool(each) for each in found["correct"]] == [bool(row["acc"]) for row in answers()]


def test_seconds_become_milliseconds_and_sliders_keep_their_place(tmp_path: Path) -> None:
    rows = [row | {"rt": 1.25, "sure": 75} for row in answers()]
    more = 'correct = "acc"\nrt = { name = "rt", unit = "s" }\nconfidence = { name = "sure", range = [0, 100] }'
    trials = evidence(tmp_path, rows, PLAN.replace('correct = "acc"', more)).trials
    assert set(trials["rt_ms"].dropna()) == {1250.0}
    sure = trials[trials["question"] == "confidence"]
    assert set(sure["response"]) == {"8.5"}
    assert set(sure["n_options"]) == {11}


def test_positions_may_be_counted_anew_in_each_block(tmp_path: Path) -> None:
    rows = [row | {"phase": "test" if n % 8 < 4 else "practice", "trial": n % 4} for n, row in enumerate(answers())]
    blocks = '[[block]]\nname = "practice"\n[[block]]\nname = "test"\ntitle = "The test"\n'
    plan = PLAN.replace('correct = "acc"', 'correct = "acc"\nblock = "phase"\nposition = "trial"') + blocks
    found = evidence(tmp_path, rows, plan.replace("contrast =", 'block = "test"\ncontrast ='))
    first = found.trials[found.trials["participant"] == "p00"]
    assert list(first["block"]) == ["practice"] * 4 + ["test"] * 4
    assert list(first["position"]) == list(range(8))
    assert list(first["position_in_block"]) == [0, 1, 2, 3] * 2
    assert list(first["image"]) == [f"bird-{n}.png" for n in (4, 5, 6, 7, 0, 1, 2, 3)]
    assert found.plan.titles["test"] == "The test"


def test_rows_that_the_plan_passes_over_are_counted(tmp_path: Path) -> None:
    rows = [row | {"device": "phone" if n < 8 else "desktop"} for n, row in enumerate(answers())]
    found = evidence(tmp_path, rows, PLAN + '[keep]\ndevice = ["desktop"]\n')
    assert len(found.participants) == 11
    facts = found.provenance.outside
    assert facts is not None
    assert (facts.rows, facts.rows_kept) == (96, 88)


def test_checks_are_no_outcome_and_exclude_by_rule(tmp_path: Path) -> None:
    rows = [row | {"kind": int(n % 8 == 7), "end": int(n >= 16)} for n, row in enumerate(answers())]
    rows = [row | {"acc": int(n != 7)} if row["kind"] else row for n, row in enumerate(rows)]
    more = 'correct = "acc"\ncheck = "kind"\ncompleted = "end"'
    rules = '[[exclusion]]\nname = "inattentive"\nrule = "failed_attention"\n' + (
        '[[exclusion]]\nname = "unfinished"\nrule = "not_complete"\n'
    )
    found = evidence(tmp_path, rows, PLAN.replace('correct = "acc"', more) + rules)
    assert set(population.accuracy_by_participant(found, "trials")["n_trials"]) == {7}
    assert [sorted(each.alone) for each in ledger(found)] == [["p00"], ["p00", "p01"]]


def test_a_repeated_item_is_allowed_where_the_plan_says_so(tmp_path: Path) -> None:
    found = evidence(tmp_path, [*answers(), *answers()], PLAN.replace("n_options", "repeated = true\nn_options"))
    assert len(found.trials) == 192
    assert list(found.trials.loc[found.trials["participant"] == "p03", "position"]) == list(range(16))


def test_modes_are_never_mixed(tmp_path: Path) -> None:
    rows = [row | {"who": "pilot" if row["pid"] in ("p00", "p01") else "live"} for row in answers()]
    table, plan = write(tmp_path, rows, PLAN.replace('correct = "acc"', 'correct = "acc"\nmode = "who"'))
    assert len(of_table(table, plan).participants) == 10
    assert len(of_table(table, plan, "pilot").participants) == 2


def test_both_answers_of_a_trial_become_rows_of_it(tmp_path: Path) -> None:
    rows = list(advised())
    found = evidence(tmp_path, rows, TWO_STAGES)
    trials = found.trials[found.trials["participant"] == "p00"]
    for place, row in enumerate(rows[:8]):
        of_trial = trials[trials["position"] == place].set_index("question")
        own, final = of_trial.loc["own"], of_trial.loc["final"]
        assert (own["response"], final["response"]) == (row["initial"], row["last"])
        assert (own["correct"], final["correct"]) == (row["initial"] == row["truth"], row["last"] == row["truth"])
        assert (own["stage"], final["stage"]) == ("answer", "advice")
        assert of_trial.loc["confidence_final"]["response"] == str(row["sure"])
        assert final["classifier_correct"] == (row["ai"] == row["truth"])


def test_stages_in_rows_of_their_own_are_the_same_as_in_one(tmp_path: Path) -> None:
    wide = list(advised())
    long = [
        {key: row[key] for key in ("pid", "condition", "image", "truth", "ai")} | {"when": when, "said": row[key]}
        for row in wide
        for when, key in (("before", "initial"), ("after", "last"))
    ]
    plan = TWO_STAGES.replace('first = "initial"', 'response = "said"').replace('final = "last"', 'stage = "when"')
    plan = plan.replace('confidence = { name = "sure", points = 5 }', "")
    one = evidence(tmp_path, wide, TWO_STAGES.replace('confidence = { name = "sure", points = 5 }', ""))
    two = evidence(tmp_path, long, plan + '[stages]\nfirst = "before"\nfinal = "after"\n')
    pd.testing.assert_frame_equal(one.trials, two.trials)


def test_accepting_follows_from_right_and_the_other_way_round(tmp_path: Path) -> None:
    rows = [row | {"ai": int(n % 3 > 0)} for n, row in enumerate(answers())]
    rows = [row | {"took": "accept" if row["acc"] == row["ai"] else "reject"} for row in rows]
    plan = PLAN.replace("n_options = 4", 'task = "accept"')
    accepts = 'accepts = { name = "took", yes = ["accept"], no = ["reject"] }'
    columns = ('correct = "acc"\nai_correct = "ai"', f'{accepts}\nai_correct = "ai"', f'{accepts}\ncorrect = "acc"')
    first, *others = (evidence(tmp_path, rows, plan.replace('correct = "acc"', each)).trials for each in columns)
    assert list(first["response"]) == [{"accept": "accept", "reject": "refuse"}[str(row["took"])] for row in rows]
    for other in others:
        pd.testing.assert_frame_equal(other, first)


def test_where_it_comes_from_is_kept(tmp_path: Path) -> None:
    found = evidence(tmp_path, answers())
    facts = found.provenance.outside
    assert facts is not None
    assert (facts.file, facts.plan, facts.plan_text) == ("data.csv", "plan.toml", PLAN)
    assert set(found.provenance.tables) == {"data"}
    assert json.loads(facts.model_dump_json())["rows"] == 96
    other = evidence(tmp_path, answers(), PLAN + "# more\n").provenance.outside
    assert other is not None
    assert other.plan_sha256 != facts.plan_sha256
