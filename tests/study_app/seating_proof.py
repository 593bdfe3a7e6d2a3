"""Many participants claim seats at once: what must be true afterwards, on whatever database."""

import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app import study_folder
from study_app.database import make_engine, make_sessions, reading
from study_app.enrolment import Newcomer, enrol
from study_app.models import Participant, Seat, Trial
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from study_app.submission import Post, submit
from tests.builders import PLAIN_GULLS

N_THREADS = 8
ARMS = ("none", "placebo", "heatmap", "xnn")
BLOCK = 8


def arrive(sessions: sessionmaker[Session], loaded: LoadedStudy, mode: str, token: str) -> str:
    """Somebody goes from the landing page past the seat; the outcome."""
    with sessions.begin() as session:
        enrol(session, loaded, Newcomer(Arrival(), mode, token), datetime.now(UTC))
    for response in ("agree", "continue"):
        with sessions.begin() as session:
            participant = session.scalars(select(Participant).where(Participant.token == token)).one()
            pending = select(Trial).where(Trial.participant_id == participant.id, Trial.done_at.is_(None))
            trial = session.scalars(pending.order_by(Trial.position).limit(1)).one()
            form = {"response": response}
            assert (
                submit(session, loaded, participant, Post(trial.token, "answer", form), datetime.now(UTC)).kind
                == "stored"
            )
            outcome = participant.outcome
    return outcome


def smaller(folder: Path) -> Path:
    """The shipped study with 40 seats, written to that folder."""
    shutil.copytree(PLAIN_GULLS, folder)
    definition = folder / "study.toml"
    definition.write_text(definition.read_text().replace("seats = 160", "seats = 40"))
    return folder


def arrive_in_a_process(url: str, study: str, stimuli: str, tokens: list[str]) -> list[str]:
    """Several at once, in threads of a process of its own; the mode is the first word of each token."""
    engine = make_engine(url)
    sessions, loaded = make_sessions(engine), study_folder.load(study, Path(stimuli))
    with ThreadPoolExecutor(N_THREADS) as pool:
        outcomes = list(pool.map(lambda token: arrive(sessions, loaded, token.split()[0], token), tokens))
    engine.dispose()
    return outcomes


def arrive_in_processes(url: str, folders: tuple[Path, Path], mode: str, n: int) -> Counter[str]:
    """n arrivals over three processes; how often each outcome came up.  folders: the study's and its stimuli's."""
    shares = [[f"{mode} {number}" for number in range(start, n, 3)] for start in range(3)]
    study, stimuli = map(str, folders)
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        done = [pool.submit(arrive_in_a_process, url, study, stimuli, tokens) for tokens in shares]
        return Counter(outcome for each in done for outcome in each.result())


def check_seats(sessions: sessionmaker[Session], mode: str) -> list[Seat]:
    """The taken seats: none twice, from the beginning of the list, closed blocks exact, each with its plan."""
    with reading(sessions) as session:
        of_mode = select(Seat).where(Seat.mode == mode, Seat.participant_id.is_not(None))
        taken = list(session.scalars(of_mode.order_by(Seat.number)))
        people = {one.id: one for one in session.scalars(select(Participant).where(Participant.mode == mode))}
        n_trials = Counter(session.scalars(select(Trial.participant_id)))
    assert [seat.number for seat in taken] == list(range(len(taken)))
    assert len({seat.participant_id for seat in taken}) == len(taken)
    per_arm = Counter((seat.block, seat.arm) for seat in taken)
    closed = range(len(taken) // BLOCK)
    assert {per_arm[block, arm] for block in closed for arm in ARMS} <= {2}
    for seat in taken:
        assert seat.participant_id is not None
        assert people[seat.participant_id].arm == seat.arm
        assert n_trials[seat.participant_id] == 49
    return taken
