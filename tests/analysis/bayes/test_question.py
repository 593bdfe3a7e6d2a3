"""What needs no chains: asked where it cannot be, and the parts that are arithmetic."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from analysis import questions
from analysis.bayes.library import library, quiet
from analysis.bayes.posterior import averaged
from analysis.bayes.question import QUESTION, insist
from analysis.blind import blinded
from analysis.commands import Manner, analyze_export
from analysis.errors import AnalysisError
from study_app.cli import gullseye, main
from tests.analysis.planned.crossed import Crossed, planted
from tests.requirements import bambi

WITHOUT = pytest.mark.skipif(find_spec("bambi") is not None, reason="bambi is installed: nothing is missing")
OF_TIMES = {"name": "quicker", "block": "test", "contrast": "heatmap - none", "outcome": "response_time"}


def test_it_is_known_by_name_but_never_asked_without_being_wanted() -> None:
    assert "bayes" not in questions.names()
    assert questions.load("bayes") is QUESTION


@WITHOUT
def test_where_bambi_is_missing_one_line_says_what_to_install(export_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError) as told:
        analyze_export(export_folder, tmp_path / "report", manner=Manner(bayes=True))
    assert str(told.value) == '--bayes needs bambi, which is not installed: pip install "gullseye[bayes]"'
    assert not (tmp_path / "report").exists()


@WITHOUT
def test_the_command_says_it_without_a_traceback(
    export_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["analyze", str(export_folder), "--out", str(tmp_path / "report"), "--bayes"]
    monkeypatch.setattr("sys.argv", ["gullseye", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip() == 'Error: --bayes needs bambi, which is not installed: pip install "gullseye[bayes]"'


def test_what_is_installed_but_broken_is_told_apart_from_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_library_of_this_test.py").write_text("import sys\nsys.nothing_of_that_name\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AnalysisError, match=r"is installed, but cannot be loaded \(module 'sys' has no attribute"):
        library("broken_library_of_this_test")


def test_the_help_names_the_option_and_the_extra() -> None:
    said = CliRunner().invoke(gullseye, ["analyze", "--help"]).output
    assert "--bayes" in said
    assert "needs the extra `bayes`" in " ".join(said.split())


def test_blind_and_without_a_hypothesis_about_accuracy_it_is_refused(tmp_path: Path) -> None:
    bambi()
    people = planted(tmp_path, Crossed(n=4, n_images=4), hypothesis=[OF_TIMES])
    with pytest.raises(AnalysisError, match="hypotheses whose outcome is accuracy; this plan names none"):
        insist(people)
    with pytest.raises(AnalysisError, match="which --blind merges"):
        insist(blinded(people))


def test_without_a_hypothesis_about_accuracy_there_is_nothing_to_say(tmp_path: Path) -> None:
    people = planted(tmp_path, Crossed(n=4, n_images=4), hypothesis=[OF_TIMES])
    assert QUESTION.results(people) == []


def test_without_a_mixed_model_it_says_why_and_needs_no_chains(tmp_path: Path) -> None:
    found = planted(tmp_path, Crossed(n=4))
    first, second = QUESTION.results(found)
    assert first.name == "bayes/heatmap-teaches/difference"
    assert first.status == "not_estimable"
    assert first.family == "exploratory"
    assert str(first.reason).startswith(
        "there is no mixed model: a mixed model needs 5 participants in each arm; heatmap has 4 participants"
    )
    account = QUESTION.account(found, [first, second])
    assert len(account.sentences) == 2
    assert account.sentences[0].startswith("heatmap − none: nothing can be said of a posterior, because there is no")
    assert (account.answers, account.drawings, account.methods, dict(account.data)) == ((), (), (), {})
    assert account.tables[0].rows[0][:3] == ("heatmap − none", "–", "–")


def test_a_part_without_answers_is_told_and_needs_no_chains(tmp_path: Path) -> None:
    change = {"name": "gain", "contrast": "(heatmap.test - heatmap.training) - (none.test - none.training)"}
    (found,) = QUESTION.results(planted(tmp_path, Crossed(n=6, n_images=6), hypothesis=[change]))
    assert found.status == "not_estimable"
    assert found.reason == (
        "there is no mixed model: a mixed model needs 5 participants in each arm and every part; "
        "heatmap has no participants, none has no participants"
    )


def test_probabilities_are_averaged_over_the_spread_of_people_and_images() -> None:
    logits = np.array([[[0.0, 1.2]], [[-3.0, 2.0]]])
    spread = np.array([[1.1], [0.0]])
    draws = np.random.default_rng(0).standard_normal(2_000_000)
    found = averaged(logits, spread)
    assert found.shape == (2, 1, 2)
    assert found[0, 0] == pytest.approx(
        [(1 / (1 + np.exp(-(each + 1.1 * draws)))).mean() for each in (0.0, 1.2)], abs=1e-3
    )
    assert found[1, 0] == pytest.approx([0.04742587, 0.88079708], abs=1e-7)  # 1 / (1 + exp(3)), 1 / (1 + exp(-2))


def test_quiet_ends_with_its_block() -> None:
    import_logger = __import__("logging").getLogger("pymc")
    before = import_logger.level
    with quiet():
        assert import_logger.level == 40
    assert import_logger.level == before
