from analysis import questions
from analysis.evidence import Evidence

PARTICIPANTS = questions.load("participants")


def test_the_counts_are_those_of_everybody_who_began(people: Evidence) -> None:
    found = {result.name: result.estimate for result in PARTICIPANTS.results(people)}
    assert found["participants/all/began"] == 64
    assert found["participants/all/declined"] == 3
    assert found["participants/all/randomised"] == 60
    assert found["participants/placebo/analysed"] == 20
    assert found["participants/placebo/completed"] == 18


def test_the_picture_says_the_same_to_somebody_who_cannot_see_it(people: Evidence) -> None:
    drawing = PARTICIPANTS.account(people, PARTICIPANTS.results(people)).drawings[0]
    assert "64 began (3 did not consent, 1 left); 60 randomised" in drawing.alt
    assert "heatmap: 20 randomised, 20 analysed, 18 finished" in drawing.alt
