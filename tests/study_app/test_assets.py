import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from stimuli import manifest
from stimuli.manifest import Asset, PictureFile
from study_app.app import create_app
from study_app.config import Settings
from study_app.errors import StudyError
from study_app.runtime import EXTENSION
from study_app.study_folder import LoadedStudy
from tests.builders import write_stimulus_set
from tests.pictures_in_sizes import give_copies
from tests.study_app.walking import Walker


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def asset(gulls: LoadedStudy) -> Asset:
    return gulls.material.stimuli.stimuli[0].asset


def test_a_picture_is_served_whole_and_for_ever(client: FlaskClient, asset: Asset, stimuli: Path) -> None:
    with client.get(f"/assets/{asset.file_name}") as reply:
        assert reply.data == (stimuli / "gulls" / "assets" / asset.file_name).read_bytes()
    assert reply.headers["Content-Type"] == "image/webp"
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in reply.headers


def test_a_picture_that_is_there_is_not_sent_again(client: FlaskClient, asset: Asset) -> None:
    with client.get(f"/assets/{asset.file_name}", headers={"If-None-Match": f'"{asset.sha256}"'}) as reply:
        assert (reply.status_code, reply.data) == (304, b"")


def test_a_picture_that_caches_may_keep_carries_no_cookie(client: FlaskClient, asset: Asset) -> None:
    Walker(client).begin()
    with client.get(f"/assets/{asset.file_name}") as reply:
        assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers
    assert "Vary" not in reply.headers


@pytest.mark.parametrize("name", ["manifest.json", "..%2Fmanifest.json", "../gulls/manifest.json", "0" * 64 + ".webp"])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_a_file_that_is_no_part_of_the_set_is_not_served(client: FlaskClient, stimuli: Path) -> None:
    stray = stimuli / "gulls" / "assets" / f"{'1' * 64}.webp"
    stray.write_bytes(b"stray")
    assert client.get(f"/assets/{stray.name}").status_code == 404
    stray.unlink()


@pytest.fixture
def copied(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The application on a set whose pictures have copies in other sizes."""
    folder = tmp_path / "stimuli" / "gulls"
    give_copies(folder, write_stimulus_set(folder))
    app = create_app(replace(settings, stimuli=tmp_path / "stimuli"))
    yield app
    app.extensions[EXTENSION].sessions.kw["bind"].dispose()


def test_every_copy_is_served_like_the_picture(copied: Flask, tmp_path: Path) -> None:
    asset = manifest.read(tmp_path / "stimuli" / "gulls").stimuli[0].asset
    assert [(file.suffix, file.width_px) for file in asset.files] == [(".webp", 96), (".webp", 48), (".jpg", 48)]
    for file in asset.files:
        with copied.test_client().get(f"/assets/{file.file_name}") as reply:
            assert reply.data == path_of(file, tmp_path).read_bytes()
        assert reply.headers["Content-Type"] == file.media_type
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert reply.headers["ETag"] == f'"{file.sha256}"'
        assert not {"Last-Modified", "Set-Cookie", "Vary"} & set(reply.headers.keys())


def test_sizes_and_formats_that_were_not_made_are_not_served(copied: Flask, tmp_path: Path) -> None:
    asset = manifest.read(tmp_path / "stimuli" / "gulls").stimuli[0].asset
    for name in (f"{asset.sha256}.jpg", f"{asset.sha256}-48.webp", f"{asset.sha256}.webp?width=48", asset.sha256):
        with copied.test_client().get(f"/assets/{name}") as reply:
            found = (reply.status_code, reply.content_length)
        assert found[0] == (200 if "?" in name else 404), name
        assert "?" not in name or found[1] == asset.size_bytes


@pytest.mark.parametrize(
    ("damage", "said"), [("torn", "has 10 bytes, not "), ("missing", "No such file"), ("empty", "has 0 bytes")]
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_torn_or_lost_file_is_told_in_the_log_and_kept_by_no_cache(
    copied: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture, which: int, damage: str, said: str
) -> None:
    file = manifest.read(tmp_path / "stimuli" / "gulls").stimuli[0].asset.files[which]
    path = path_of(file, tmp_path)
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(content[:10] if damage == "torn" else b"")
    with caplog.at_level(logging.ERROR):
        reply = copied.test_client().get(f"/assets/{file.file_name}")
    assert reply.status_code == 404
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Traceback" not in reply.text
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{path}: {said}")
    assert record.exc_info is None
    path.write_bytes(content)
    with copied.test_client().get(f"/assets/{file.file_name}") as whole:
        assert whole.status_code == 200


def test_a_study_does_not_start_where_a_copy_is_missing(settings: Settings, copied: Flask, tmp_path: Path) -> None:
    file = manifest.read(tmp_path / "stimuli" / "gulls").stimuli[0].asset.smaller[0]
    path_of(file, tmp_path).unlink()
    with pytest.raises(StudyError, match=f"{file.file_name}: missing; run `gullseye build` again"):
        create_app(replace(settings, stimuli=tmp_path / "stimuli"))


def path_of(file: PictureFile, instance: Path) -> Path:
    return instance / "stimuli" / "gulls" / "assets" / file.file_name
