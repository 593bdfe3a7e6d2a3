"""From rows of the database to the records of the door."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from study_app import tasks
from study_app.exporting.sources import Source
from study_app.models import Answer, Event, Participant, Serving, Trial
from study_app.records import EventRecord, ParticipantRecord, TrialRecord
from study_app.study.doubts import doubts
from study_app.study.task import FEEDBACK
from study_app.study.timing import MEASUREMENTS
from study_app.study.trial import PlannedTrial

ROBOT = "robot"


def participant_record(participant: Participant, source: Source) -> ParticipantRecord:
    """The participant's row."""
    return ParticipantRecord(
        participant=participant.pseudonym,
        study=source.material.study.study.name,
        study_hash=source.hash,
        stimulus_set=source.stimulus_set,
        code_version=participant.code_version,
        mode=participant.mode,
        platform=participant.platform,
        arm=participant.arm,
        stratum=participant.stratum or None,
        seat=participant.seat_number,
        seat_block=participant.seat_block,
        outcome=participant.outcome,
        n_trials_planned=len(participant.trials),
        n_trials_answered=sum(trial.done_at is not None for trial in participant.trials),
        enrolled_at=participant.enrolled_at,
        seated_at=participant.seated_at,
        finished_at=participant.finished_at,
        frozen_hash=source.frozen_hash,
        data_complete=participant.data_complete,
        counts_toward_target=participant.counts,
        overrun=participant.overrun,
        platform_status=participant.platform_status,
        n_failed_checks=participant.n_failed_checks,
        erased=participant.erased_at is not None,
        context=_text(participant.context),
    )


def trial_records(participant: Participant, source: Source) -> Iterator[TrialRecord]:
    """A row per question of each planned trial, in order; those never reached are there too."""
    for trial in participant.trials:
        plan = PlannedTrial.from_json(trial.plan)
        for question in tasks.load(plan.task).questions(plan, source.material):
            yield _trial_record(participant, trial, plan, question, source)


def event_records(participant: Participant, events: Iterable[Event]) -> Iterator[EventRecord]:
    """The participant's events, in order."""
    for event in events:
        detail = None if event.detail is None else json.dumps(event.detail, ensure_ascii=False, sort_keys=True)
        yield EventRecord(participant.pseudonym, participant.mode, event.at, event.kind, event.position, detail)


def _trial_record(
    participant: Participant, trial: Trial, plan: PlannedTrial, question: str, source: Source
) -> TrialRecord:
    kept = () if participant.erased_at is not None else trial.answers
    answers = {answer.stage: answer for answer in kept}
    task = tasks.load(plan.task)
    stage = task.stage_of(plan, question)
    answer = answers.get(stage)
    given = answer.values.get(question) if answer else None
    served = next((serving for serving in trial.servings if serving.stage == stage), None)
    stimulus, item = source.stimulus(plan), source.item(plan)
    explanation = stimulus.explanation(plan.explanation) if stimulus and plan.explanation else None
    return TrialRecord(
        participant=participant.pseudonym,
        mode=participant.mode,
        arm=participant.arm,
        position=plan.position,
        block=plan.block,
        position_in_block=plan.position_in_block,
        task=plan.task,
        question=question,
        stage=stage,
        level=plan.level,
        check=plan.check,
        answered=answer is not None and question in answer.values,
        timed_out=any(answer.values.get("timed_out") is True for answer in answers.values()),
        passed_over=trial.passed_over_at is not None,
        image=stimulus.image if stimulus else plan.image,
        item=plan.item,
        flipped=plan.flipped if plan.item else None,
        target=item.target if item else None,
        correct_side=item.correct if item else None,
        difficulty=item.difficulty if item else None,
        image_sha256=stimulus.source_sha256 if stimulus else None,
        label=stimulus.label if stimulus else plan.class_page,
        predicted=stimulus.predicted if stimulus else None,
        p_predicted=stimulus.p_predicted if stimulus else None,
        classifier_correct=stimulus.classifier_correct if stimulus else None,
        explanation=plan.explanation,
        explanation_method=explanation.method if explanation else None,
        explanation_sha256=explanation.array_sha256 if explanation else None,
        response=_text(given),
        values=_text(dict(answer.values)) if answer else None,
        correct=_correct(plan, question, given, source),
        n_options=task.n_options(plan, question, source.material),
        feedback_ms=_timing(answers.get(FEEDBACK), "rt_ms"),
        n_served=served.n_served if served else 0,
        served_at=served.first_at if served and served.n_served else None,
        received_at=answer.received_at if answer else None,
        **{name: _timing(answer, name) for name in MEASUREMENTS},
        timing_flags=_flags(answer, served, participant.mode, partial(_is_timed, plan, answers, stage, source)),
    )


def _timing(answer: Answer | None, name: str) -> Any:
    return answer.timing.get(name) if answer else None


def _flags(answer: Answer | None, served: Serving | None, mode: str, is_timed: Callable[[], bool]) -> str | None:
    """Robots invent their times: what the server saw says nothing about them."""
    if answer is None:
        return None
    waited = answer.received_at - served.first_at if served and mode != ROBOT else None
    n_served = served.n_served if served else 0
    waited_ms = None if waited is None else waited / timedelta(milliseconds=1)
    return " ".join(doubts(answer.timing, n_served=n_served, waited_ms=waited_ms, is_timed=is_timed)) or None


def _is_timed(plan: PlannedTrial, answers: Mapping[str, Answer], stage: str, source: Source) -> bool:
    """Whether the page's time matters; so it is said of every picture that is lost."""
    if (plan.image or plan.item) and not source.has_stimuli:
        return True
    given = {name: answer.values for name, answer in answers.items() if name != stage}
    return tasks.load(plan.task).page(plan, stage, given, source.material).timed


def _text(value: Any) -> str | None:
    """An answer as text: as given, or as JSON where it is more than a word or a number."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _correct(plan: PlannedTrial, question: str, given: Any, source: Source) -> bool | None:
    """None where there is no answer, nothing is right or wrong, or the image's truth is lost."""
    if given is None or ((plan.image or plan.item) and not source.has_stimuli):
        return None
    return tasks.load(plan.task).correct(plan, question, given, source.material)
