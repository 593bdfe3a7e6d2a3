"""A study's answers as a folder of tables, with all that is needed to read them; or as one ZIP file of that folder.

Participants are read a few at a time, so that memory does not grow with the study.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from study_app.errors import StudyError
from study_app.exporting.companions import write_companions, write_json
from study_app.exporting.maps import write_maps
from study_app.exporting.place import whole_file, whole_folder
from study_app.exporting.provenance import Provenance, VersionFacts, hash_of_text
from study_app.exporting.rows import event_records, participant_record, trial_records
from study_app.exporting.scores import write_scores
from study_app.exporting.sources import ManifestOf, Source, source_of
from study_app.exporting.tables import TableFile
from study_app.models import Event, Participant, StudyVersion, Trial
from study_app.records import MODES, RECORDS

BATCH = 100
MARKING = "spot"  # the kind of task in which people mark pictures


@dataclass(frozen=True)
class ExportSummary:
    """What was exported.  remarks: what the researcher must know, one line each."""

    out: Path
    rows: dict[str, int]
    participants: dict[str, int]
    remarks: tuple[str, ...]


def write_export(
    session: Session,
    study_name: str,
    out: Path,
    *,
    manifest_of: ManifestOf,
    now: datetime,
    modes: Sequence[str] = MODES,
) -> ExportSummary:
    """Writes the folder `out`: tables, codebook, study, provenance.  The session is only read, and left empty.

    manifest_of: the stimulus set of that id, or None where it is lost: what hangs on it is NA then, as a remark says.
    Raises StudyError where nobody knows the study, or `out` cannot be written.
    """
    sources = _sources(session, study_name, manifest_of)
    with whole_folder(out) as folder:
        counts = _write_tables(session, sources, modes, folder, now)
        write_companions(folder, _newest(sources, counts).definition)
    return ExportSummary(out, counts.rows, dict(counts.of_mode), tuple(_remarks(sources, counts)))


def zip_export(
    session: Session,
    study_name: str,
    out: Path,
    *,
    manifest_of: ManifestOf,
    now: datetime,
    modes: Sequence[str] = MODES,
) -> ExportSummary:
    """Writes the file `out`: a ZIP of the folder that `write_export` would write."""
    with whole_file(out) as path:
        folder = path.parent / study_name
        made = write_export(session, study_name, folder, manifest_of=manifest_of, now=now, modes=modes)
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for each in sorted(folder.iterdir()):
                archive.write(each, f"{study_name}/{each.name}")
    return ExportSummary(out, made.rows, made.participants, made.remarks)


@dataclass
class _Counts:
    """What was written so far.  of_version: participants per id of study version."""

    rows: dict[str, int]
    of_mode: "Counter[str]"
    of_version: "Counter[int]"


def _sources(session: Session, study_name: str, manifest_of: ManifestOf) -> dict[int, Source]:
    """Every version of the study by its id."""
    versions = session.scalars(select(StudyVersion).where(StudyVersion.name == study_name).order_by(StudyVersion.id))
    found = {version.id: source_of(version, manifest_of) for version in versions}
    if not found:
        known = sorted(set(session.scalars(select(StudyVersion.name))))
        there = f"known: {', '.join(known)}" if known else "it knows no study yet; `gullseye serve` opens one"
        raise StudyError(f"the database knows no study {study_name!r}; {there}")
    return found


def _newest(sources: dict[int, Source], counts: _Counts) -> Source:
    """The newest version that anybody exported took; the newest of all where nobody did."""
    taken = [source for number, source in sources.items() if counts.of_version[number]]
    return max(taken or sources.values(), key=lambda source: source.stored_at)


def _write_tables(
    session: Session, sources: dict[int, Source], modes: Sequence[str], folder: Path, now: datetime
) -> _Counts:
    counts = _Counts({}, Counter(), Counter())
    with ExitStack() as stack:
        files = {name: stack.enter_context(TableFile(folder, name)) for name in RECORDS}
        for batch in _batches(session, tuple(sources), modes):
            events = _events(session, batch)
            for participant in batch:
                source = sources[participant.study_version_id]
                files["participants"].write([participant_record(participant, source)])
                files["trials"].write(trial_records(participant, source))
                files["events"].write(event_records(participant, events.get(participant.id, [])))
                counts.of_mode[participant.mode] += 1
                counts.of_version[participant.study_version_id] += 1
            session.expunge_all()
    facts = {name: file.facts() for name, file in files.items()}
    counts.rows = {name: fact.rows for name, fact in facts.items()}
    stimulus_sets = {each.stimulus_set: each.material.stimuli for each in sources.values() if each.has_stimuli}
    provenance = Provenance(
        study=next(iter(sources.values())).material.study.study.name,
        modes=tuple(modes),
        exported_at=now,
        tables=facts
        | {
            "scores": write_scores(folder, stimulus_sets),
            "maps": write_maps(folder, {name: stimulus_sets[name] for name in _marked_in(sources)}),
        },
        versions=tuple(_version_facts(source, counts.of_version[number]) for number, source in sources.items()),
        stimulus_sets=stimulus_sets,
    )
    write_json(folder / "provenance.json", provenance.to_json())
    return counts


def _marked_in(sources: dict[int, Source]) -> list[str]:
    """The stimulus sets that are there, of versions in which people mark pictures."""
    found = [each for each in sources.values() if each.has_stimuli]
    marking = [each for each in found if any(block.task == MARKING for block in each.material.study.block)]
    return list(dict.fromkeys(each.stimulus_set for each in marking))


def _batches(session: Session, versions: tuple[int, ...], modes: Sequence[str]) -> Iterator[Sequence[Participant]]:
    """All participants of those versions and modes with trials and answers, a few at a time, in order of arrival."""
    whole = (selectinload(Participant.trials).options(selectinload(Trial.answers), selectinload(Trial.servings)),)
    wanted = select(Participant).where(Participant.study_version_id.in_(versions), Participant.mode.in_(modes))
    last = 0
    while batch := session.scalars(
        wanted.where(Participant.id > last).order_by(Participant.id).limit(BATCH).options(*whole)
    ).all():
        yield batch
        last = batch[-1].id


def _events(session: Session, batch: Sequence[Participant]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {}
    those = Event.participant_id.in_([participant.id for participant in batch])
    for event in session.scalars(select(Event).where(those).order_by(Event.participant_id, Event.id)):
        found.setdefault(event.participant_id, []).append(event)
    return found


def _version_facts(source: Source, n_participants: int) -> VersionFacts:
    return VersionFacts(
        study_hash=source.hash,
        stimulus_set=source.stimulus_set,
        stored_at=source.stored_at,
        code_version=source.code_version,
        frozen_hash=source.frozen_hash,
        n_participants=n_participants,
        definition=source.definition,
        texts=dict(sorted(source.texts.items())),
        texts_sha256={name: hash_of_text(text) for name, text in sorted(source.texts.items())},
    )


def _remarks(sources: dict[int, Source], counts: _Counts) -> Iterator[str]:
    for number, source in sources.items():
        n = counts.of_version[number]
        if n and not source.has_stimuli:
            yield (
                f"{n} participants saw the stimulus set {source.stimulus_set}, which is not there any more: "
                "label, predicted, correct and the explanation's facts are NA for them"
            )
    taken = [number for number in sources if counts.of_version[number]]
    if len(taken) > 1:
        yield f"the study was taken in {len(taken)} versions; study_hash and stimulus_set tell them apart"
