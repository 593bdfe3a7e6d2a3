from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from stimuli.manifest import Asset
from study_app.study_folder import LoadedStudy
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
