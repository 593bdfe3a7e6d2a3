"""A study of a minute, participants who post one form after the other, and landings by the hundred over processes."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from multiprocessing import get_context
from os import getpid
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app import study_folder
from study_app.database import make_engine, make_sessions
from study_app.ending import alone, withdraw
from study_app.enrolment import Newcomer, enrol
from study_app.flow import Changed, Ended, Shown, current_page
from study_app.models import Participant
from study_app.position import pending
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from study_app.submission import Post, Receipt, submit
from tests.study_app.conftest import NOW
from tests.study_app.seat_facts import check_facts, read_facts
from tests.study_app.small_sets import write_fitting_set

LEASE_MINUTES, MOST_MINUTES = 30, 120
RIGHT: dict[str, dict[str, str]] = {
    "consent": {"response": "agree"},
    "test": {"response": "Auk"},
    "care": {"care": "6"},
    "debrief": {"response": "agree"},
}
CARELESS, DELETES = {"care": "1"}, {"response": "decline"}
STUDY = """
[study]
name = "minute"
title = "Which bird is it?"
summary = "Say which bird is in two pictures."
minutes = 1
contact = "the researcher"

[arms.none]

[arms.placebo]
explanation = "placebo"

{more_arms}
[allocation]
block_size = {block_size}
seats = {seats}
seed = 5
after = "consent"
lease_minutes = {lease}

[items]
classes = ["Auk", "Coot"]
pools.test = {{ per_class = 1 }}

[[block]]
name = "consent"
task = "consent"
text = "consent.md"

[[block]]
name = "test"
task = "classify"
items = {{ pool = "test" }}
question = "Which bird is this?"

[[block]]
name = "care"
task = "rate"
items_file = "care.toml"
check = "attention"

[[block]]
name = "debrief"
task = "debrief"
text = "debrief.md"

[checks]
attention_failures = 1
on_failure = "end"

[flow]
maximum_minutes = {most}
"""
THIRD_ARM = '[arms.heatmap]\nexplanation = "heatmap"\n'
FILES = {
    "consent.md": "# Taking part\n\nYou may stop at any time.",
    "debrief.md": "# Thank you\n\nSome maps knew nothing of the birds.",
    "care.toml": '[[item]]\nname = "care"\ntext = "Please agree here."\npoints = 6\nlow = "no"\nhigh = "yes"\n'
    "expected = [5, 6]\n",
}


def minute_study(folder: Path, seats: int, *, n_arms: int = 3) -> LoadedStudy:
    """Written to that folder with its stimuli: two arms in blocks of four seats, or three in blocks of six."""
    more = THIRD_ARM if n_arms == 3 else ""
    folder.mkdir(parents=True)
    text = STUDY.format(block_size=2 * n_arms, seats=seats, more_arms=more, lease=LEASE_MINUTES, most=MOST_MINUTES)
    for name, content in {"study.toml": text, **FILES}.items():
        (folder / name).write_text(content)
    write_fitting_set(folder / "stimuli", study_folder.read(folder).study)
    return loaded_from(folder)


@cache
def loaded_from(folder: Path) -> LoadedStudy:
    """The study that `minute_study` wrote there."""
    return study_folder.load(str(folder), folder / "stimuli")


@dataclass
class Guest:
    """Somebody who takes part; every method is one request, at a time of its own."""

    sessions: sessionmaker[Session]
    loaded: LoadedStudy
    mode: str
    token: str

    def arrive(self, now: datetime) -> None:
        """Presses the button of the landing page."""
        with self.sessions.begin() as session:
            enrol(session, self.loaded, Newcomer(Arrival(), self.mode, self.token), now)

    def look(self, now: datetime) -> Shown | Ended | Changed:
        """Reloads the page."""
        with self.sessions.begin() as session:
            return current_page(session, self.loaded, self._row(session), now)

    def post(self, token: str, stage: str, form: Mapping[str, str], now: datetime) -> Receipt:
        """Posts a form."""
        with self.sessions.begin() as session:
            return submit(session, self.loaded, self._row(session), Post(token, stage, form), now)

    def next_step(self) -> tuple[str, str] | None:
        """The token and the block of the first planned trial that is not done; None where there is none."""
        with self.sessions() as session:
            trial = session.scalar(pending(self._row(session)).limit(1))
        return (trial.token, str(trial.plan["block"])) if trial else None

    def answer(self, now: datetime, **instead: Mapping[str, str]) -> Receipt | None:
        """Answers the page rightly, or as `instead` says for its block; None where nothing is left to answer."""
        step = self.next_step()
        return self.post(step[0], "answer", (RIGHT | instead)[step[1]], now) if step else None

    def go_on(self, now: datetime, **instead: Mapping[str, str]) -> None:
        """Answers until the session is over."""
        while (receipt := self.answer(now, **instead)) is not None and receipt.kind == "stored":
            pass

    def withdraw(self, now: datetime, *, keep_data: bool) -> None:
        """Leaves, or decides later about the data."""
        with self.sessions.begin() as session:
            participant = self._row(session)
            alone(session, participant)
            withdraw(session, participant, now, keep_data=keep_data)

    def row(self) -> Participant:
        """The participant as stored."""
        with self.sessions() as session:
            return self._row(session)

    def _row(self, session: Session) -> Participant:
        return session.scalars(select(Participant).where(Participant.token == self.token)).one()


# What landing n does by n % 10: the silent ones leave for good, the late one comes back when the lease is over.
COMPLETES, SILENT, KEEPS, ERASES, LATE, FAILS, RETURNS = (
    "completes",
    "silent",
    "keeps",
    "erases",
    "late",
    "fails",
    "returns",
)
WAYS = (COMPLETES, SILENT, COMPLETES, KEEPS, LATE, COMPLETES, ERASES, SILENT, COMPLETES, FAILS)
Visit = tuple[int, str, datetime]  # the number of the landing, what it does, when
N_THREADS, TICK, TICKS_AWAY = 6, timedelta(minutes=20), 3


def takes_part(loaded: LoadedStudy, sessions: sessionmaker[Session], visit: Visit) -> None:
    """One visit from its first page to its last."""
    number, way, now = visit
    guest = Guest(sessions, loaded, "live", f"landing {number}")
    if way == RETURNS:
        guest.look(now)
        guest.go_on(now)
        return
    guest.arrive(now)
    guest.answer(now)
    if way == COMPLETES:
        guest.go_on(now)
    elif way in (KEEPS, ERASES):
        guest.answer(now)
        guest.withdraw(now, keep_data=way == KEEPS)
    elif way == FAILS:
        guest.go_on(now, care=CARELESS)


def ticks_of(numbers: range, per_tick: int) -> list[list[Visit]]:
    """What happens at once, tick after tick: who lands, and who comes back."""
    arriving = [numbers[start : start + per_tick] for start in range(0, len(numbers), per_tick)]
    ticks: list[list[Visit]] = [[] for _ in range(len(arriving) + TICKS_AWAY)]
    for tick, landing in enumerate(arriving):
        for number in landing:
            way = WAYS[number % len(WAYS)]
            ticks[tick].append((number, way, NOW + tick * TICK))
            if way == LATE:
                ticks[tick + TICKS_AWAY].append((number, RETURNS, NOW + (tick + TICKS_AWAY) * TICK))
    return ticks


def visit_in_a_process(url: str, folder: Path, visits: list[Visit]) -> int:
    """Those visits at once, in threads of a process of its own; which process that is."""
    engine, loaded = make_engine(url), loaded_from(folder)
    with ThreadPoolExecutor(N_THREADS) as pool:
        list(pool.map(partial(takes_part, loaded, make_sessions(engine)), visits))
    engine.dispose()
    return getpid()


def land(url: str, folder: Path, landings: tuple[int, int], n_processes: int) -> int:
    """So many landings of all sorts over processes; then so many that complete, when all leases are over.

    How many processes there were.
    """
    processes: set[int] = set()
    n_mixed, n_filling = landings
    filling = [(n_mixed + number, COMPLETES, NOW + timedelta(days=1)) for number in range(n_filling)]
    with ProcessPoolExecutor(n_processes, mp_context=get_context("spawn")) as pool:
        for visits in (*ticks_of(range(n_mixed), N_THREADS * n_processes), filling):
            shares = [visits[process::n_processes] for process in range(n_processes)]
            processes |= {
                done.result() for done in [pool.submit(visit_in_a_process, url, folder, share) for share in shares]
            }
    return len(processes)


FIRST_SEATS = (
    *("none", "heatmap", "heatmap", "placebo", "placebo", "none"),
    *("none", "heatmap", "placebo", "heatmap", "none", "placebo"),
    *("heatmap", "placebo", "placebo", "none", "heatmap", "none"),
)


def check_landings(
    url: str, sessions: sessionmaker[Session], folder: Path, landings: tuple[int, int], *, n_processes: int
) -> None:
    """Lets them land on the study of that folder, of three arms; then all is right.

    At the end every seat is completed, by somebody of its arm, and every block is exact.
    """
    assert land(url, folder, landings, n_processes) == n_processes
    facts = read_facts(sessions, "live")
    check_facts(facts, FIRST_SEATS, 6, timedelta(minutes=LEASE_MINUTES))
    n_seats = len(facts.seats)
    assert len(facts.people) == sum(landings)
    assert len(facts.counting) == n_seats
    assert len(facts.closed_blocks()) == n_seats // 6
    assert Counter(one.arm for one in facts.counting) == dict.fromkeys(("none", "placebo", "heatmap"), n_seats // 3)
    seated = [one for one in facts.people.values() if one.seat_number is not None]
    assert facts.n_replacements == len(seated) - n_seats > 0
    assert Counter(one.outcome for one in seated)["withdrew"] > 0
    assert any(one.overrun for one in seated), "nobody came back after the seat was given to another"
