"""How long people really took, as far as the database knows."""

from statistics import median

from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from study_app.database import make_sessions, reading
from study_app.models import Participant, StudyVersion
from study_app.records import PEOPLE


def median_minutes(engine: Engine, study_name: str) -> tuple[float, int] | None:
    """The median minutes of people who completed the study, all its versions, and how many; None where nobody did.

    A database that is not there, or has other tables, knows of nobody.
    """
    try:
        if not {"participant", "study_version"} <= set(inspect(engine).get_table_names()):
            return None
        with reading(make_sessions(engine)) as session:
            times = select(Participant.enrolled_at, Participant.finished_at).join(StudyVersion)
            done = (Participant.outcome == "completed", Participant.mode.in_(PEOPLE), StudyVersion.name == study_name)
            rows = session.execute(times.where(*done)).all()
    except SQLAlchemyError:
        return None
    minutes = [(finished - enrolled).total_seconds() / 60 for enrolled, finished in rows if finished is not None]
    return (median(minutes), len(minutes)) if minutes else None
