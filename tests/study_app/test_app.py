import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from study_app.app import create_app
from study_app.config import Settings
from study_app.entry import entry_link
from study_app.errors import StudyError
from study_app.runtime import Runtime

HEAVY = {"torch", "torchvision", "numpy", "pandas", "matplotlib", "PIL", "scipy", "captum", "analysis"}


def test_the_web_application_needs_no_heavy_module() -> None:
    code = "import sys, study_app.app; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "flask" in loaded
    assert not set(loaded) & HEAVY


def test_every_reason_why_it_cannot_start_is_told_at_once(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "study.toml").write_text("[study\n")
    several = replace(settings, studies=("gulls", "guls", str(tmp_path / "mine"), "gulls"), stimuli=tmp_path)
    with pytest.raises(StudyError) as error:
        create_app(several)
    lines = str(error.value).splitlines()
    assert "gulls/manifest.json: no manifest; run `gullseye build STUDY` first" in lines[0]
    assert "no study 'guls'" in lines[1]
    assert "study.toml:1:" in lines[2]


def test_two_studies_cannot_have_one_name(settings: Settings) -> None:
    with pytest.raises(StudyError, match="another study is called 'gulls' already"):
        create_app(replace(settings, studies=("gulls", "gulls")))


def test_a_database_without_tables_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="run `gullseye migrate`"):
        create_app(replace(settings, database_url=f"sqlite:///{tmp_path}/new.db"))


def test_cookies_are_secure_where_the_server_is_reached_over_https(settings: Settings) -> None:
    app = create_app(replace(settings, https=True))
    link = entry_link(settings, "gulls", "robot")
    assert "Secure" in app.test_client().post(link).headers["Set-Cookie"]
    runtime: Runtime = app.extensions["gullseye"]
    runtime.sessions.kw["bind"].dispose()


def test_a_restart_keeps_versions_and_seats(settings: Settings) -> None:
    for _ in range(2):
        app = create_app(settings)
        app.extensions["gullseye"].sessions.kw["bind"].dispose()
