"""Versions of a study: sealed seeds, launching and closing, and the codes that participants bring back."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.errors import StudyError
from study_app.models import CompletionCode, Seat
from study_app.records import OUTCOMES
from study_app.study.allocation import seats
from study_app.study_folder import LoadedStudy
from study_app.versions import close, code_for, frozen_hash, launch, lets_people_in, make_codes, open_study
from tests.study_app.conftest import NOW
from tests.study_app.short_studies import allocated, short


@pytest.fixture
def sealed(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """A study that names no seed; forty seats."""
    return short(tmp_path / "short", stimuli, top=allocated(seed="", seats="40"))


def edited(loaded: LoadedStudy) -> LoadedStudy:
    """The study after somebody changed a text."""
    sources = {**loaded.written.sources, "consent.md": "Other words."}
    return replace(loaded, written=replace(loaded.written, sources=sources))


def seed_and_arms(sessions: sessionmaker[Session], loaded: LoadedStudy) -> tuple[str | None, list[str | None]]:
    with sessions.begin() as session:
        version = open_study(session, loaded, "live", NOW)
        of_version = select(Seat.arm).where(Seat.study_version_id == version.id).order_by(Seat.number)
        return version.seed, list(session.scalars(of_version))


def test_a_study_without_a_seed_has_one_drawn_and_kept(sessions: sessionmaker[Session], sealed: LoadedStudy) -> None:
    seed, _ = seed_and_arms(sessions, sealed)
    assert seed is not None
    assert len(bytes.fromhex(seed)) == 32
    assert seed_and_arms(sessions, sealed)[0] == seed


def test_the_list_can_be_made_again_from_the_drawn_seed(sessions: sessionmaker[Session], sealed: LoadedStudy) -> None:
    seed, arms = seed_and_arms(sessions, sealed)
    assert seed is not None
    assert [seat.arm for seat in seats(sealed.study, "live", seed, range(20))] == arms


def test_another_version_has_another_seed_and_another_list(
    sessions: sessionmaker[Session], sealed: LoadedStudy
) -> None:
    first, second = seed_and_arms(sessions, sealed), seed_and_arms(sessions, edited(sealed))
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_a_study_that_names_its_seed_keeps_none_apart(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    named = short(tmp_path / "short", stimuli)
    seed, arms = seed_and_arms(sessions, named)
    assert seed is None
    assert [seat.arm for seat in seats(named.study, "live", 5, range(2))] == arms


def test_nobody_is_let_in_before_a_launch_nor_after_closing(
    sessions: sessionmaker[Session], sealed: LoadedStudy
) -> None:
    with sessions.begin() as session:
        assert not lets_people_in(None)
        assert not lets_people_in(open_study(session, sealed, "live", NOW))
        assert lets_people_in(launch(session, sealed, NOW))
        assert not lets_people_in(close(session, sealed, NOW))
        assert lets_people_in(launch(session, sealed, NOW))


def test_what_was_never_launched_cannot_be_closed(sessions: sessionmaker[Session], sealed: LoadedStudy) -> None:
    with sessions.begin() as session, pytest.raises(StudyError, match="short: this version was never launched"):
        close(session, sealed, NOW)


def test_a_launch_freezes_definition_texts_manifest_and_code(
    sessions: sessionmaker[Session], sealed: LoadedStudy
) -> None:
    with sessions.begin() as session:
        version = launch(session, sealed, NOW)
        assert version.launched_at == NOW
        assert version.frozen_hash == frozen_hash(sealed)
    other_pictures = sealed.material.stimuli.model_copy(update={"set_id": "f" * 16})
    changed = [edited(sealed), replace(sealed, material=replace(sealed.material, stimuli=other_pictures))]
    assert len({frozen_hash(one) for one in (sealed, *changed)}) == 3


def test_everybody_with_the_same_outcome_has_the_same_code(
    sessions: sessionmaker[Session], sealed: LoadedStudy
) -> None:
    with sessions.begin() as session:
        version = open_study(session, sealed, "live", NOW)
        first, again = (code_for(session, version, "live", "completed") for _ in range(2))
    assert first == again


def test_codes_differ_by_outcome_mode_and_version_and_are_easy_to_read(
    sessions: sessionmaker[Session], sealed: LoadedStudy
) -> None:
    with sessions.begin() as session:
        versions = [open_study(session, one, "live", NOW) for one in (sealed, edited(sealed))]
        made = [make_codes(session, version, mode) for version in versions for mode in ("live", "pilot")]
        stored = session.scalars(select(CompletionCode.code)).all()
    assert set(made[0]) == set(OUTCOMES) - {"in_progress"}
    codes = [code for each in made for code in each.values()]
    assert len(set(codes)) == len(codes) == len(stored) == 4 * 8
    assert all(len(code) == 8 and not set(code) & set("01IO") for code in codes)
