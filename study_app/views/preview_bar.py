"""The bar above a preview: to any arm, to any trial.  Only the researcher sees it, in mode preview."""

from dataclasses import dataclass

from flask import url_for

from study_app.enrolment import PREVIEW
from study_app.entry import sign_mode
from study_app.flow import Changed, Ended, Shown
from study_app.models import Participant
from study_app.runtime import runtime
from study_app.study.trial import PlannedTrial
from study_app.study.words import said
from study_app.study_folder import LoadedStudy

Option = tuple[str, str, bool]  # what is read, what is posted, whether it is this one
NOTE = said("preview.note")


@dataclass(frozen=True)
class PreviewBar:
    """What the bar offers."""

    action: str
    arms: tuple[Option, ...]
    trials: tuple[Option, ...]
    note: str = NOTE


def preview_bar(participant: Participant, loaded: LoadedStudy, state: Shown | Ended | Changed) -> PreviewBar | None:
    """The bar of a participant in mode preview; None in every other mode."""
    if participant.mode != PREVIEW:
        return None
    shown = state.trial_token if isinstance(state, Shown) else ""
    plans = [(PlannedTrial.from_json(trial.plan), trial.token == shown) for trial in participant.trials]
    key = sign_mode(runtime().settings.secret_key, loaded.name, PREVIEW)
    return PreviewBar(
        action=url_for("entrance.preview", study=loaded.name, key=key),
        arms=tuple((name, name, name == participant.arm) for name in loaded.study.arms),
        trials=tuple((_label(plan), str(plan.position), here) for plan, here in plans),
    )


def _label(plan: PlannedTrial) -> str:
    level = f" ({plan.level})" if plan.level else ""
    return f"{plan.position + 1}: {plan.block}{level} {plan.position_in_block + 1}"
