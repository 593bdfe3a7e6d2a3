"""The HTML of a participant's page."""

from flask import render_template, url_for

from study_app.flow import Changed, Ended, Shown
from study_app.study_folder import LoadedStudy
from study_app.views.notice import CHANGED
from study_app.views.preview_bar import PreviewBar

LEAVES_AFTER_SECONDS = 10


def drawn(
    state: Shown | Ended | Changed, loaded: LoadedStudy, message: str | None = None, bar: PreviewBar | None = None
) -> str:
    """The page of a state; message: what was wrong with the last answer."""
    study = loaded.study.study
    if isinstance(state, Changed):
        stop_url = url_for("participant.stop")
        return render_template(
            "participant/notice.html", study=study, title=CHANGED[0], text=CHANGED[1], stop_url=stop_url
        )
    if isinstance(state, Ended):
        way = state.exit
        return render_template(
            "participant/ended.html",
            study=study,
            outcome=state.outcome,
            code=way.code or None,
            url=None if bar else way.url,
            erased=state.erased,
            auto_seconds=LEAVES_AFTER_SECONDS,
            preview=bar,
        )
    return render_template(
        "participant/page.html",
        study=study,
        page=state.page,
        action=url_for("participant.answer", token=state.trial_token, stage=state.stage),
        stage=state.stage,
        trial_token=state.trial_token,
        progress=state.progress,
        message=message,
        pictures=state.pictures,
        soon=state.soon,
        ahead_url=url_for("participant.ahead", of=state.trial_token),
        stop_url=url_for("participant.stop"),
        fullscreen=loaded.study.flow.fullscreen,
        zoom=loaded.study.flow.zoom,
        preview=bar,
    )
