"""What is shipped works elsewhere: a wheel, a fresh environment, and only the parts that were asked for."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
HEAVY = ("torch", "torchvision", "captum", "numpy", "pandas", "matplotlib", "scipy", "PIL")


def output_of(*command: str | Path, cwd: Path) -> str:
    """Runs a command; its output, or a failure that shows it."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    output_of(sys.executable, "-m", "build", "--wheel", "--outdir", folder, HOUSE, cwd=folder)
    return next(folder.glob("*.whl"))


def test_help_loads_no_heavy_module() -> None:
    code = "import sys, study_app.cli as c; c.gullseye.get_help(c.click.Context(c.gullseye)); print(*sys.modules)"
    loaded = set(output_of(sys.executable, "-c", code, cwd=HOUSE).split())
    assert not loaded & {*HEAVY, "flask", "sqlalchemy", "pydantic"}


@pytest.mark.slow
def test_the_web_application_installs_alone(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    output_of(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    for module in HEAVY:
        there = subprocess.run([str(python), "-c", f"import {module}"], capture_output=True, cwd=tmp_path, check=False)
        assert there.returncode != 0, f"{module} came along"
    output_of(python, "-c", "import study_app.app", cwd=tmp_path)
    missing = subprocess.run(
        [str(tmp_path / "env" / "bin" / "gullseye"), "build", "gulls"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert missing.returncode == 1
    assert "pip install 'gullseye[all]'" in missing.stderr
    assert "Traceback" not in missing.stderr


@pytest.mark.slow
def test_a_wheel_can_migrate_build_serve_and_report(wheel: Path, tmp_path: Path) -> None:
    """The wheel's own files, with the libraries of the environment that runs the tests."""
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    output_of(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=tmp_path)
    site = Path(output_of(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    origin = output_of(python, "-c", "import study_app; print(study_app.__file__)", cwd=tmp_path)
    assert str(tmp_path) in origin
    gullseye = tmp_path / "env" / "bin" / "gullseye"
    output_of(gullseye, "demo", "--robots", "6", "--port", "0", "--then-stop", cwd=tmp_path)
    assert (tmp_path / "instance" / "stimuli" / "gulls" / "manifest.json").is_file()
    assert "Simulated participants" in (tmp_path / "instance" / "report" / "index.html").read_text(encoding="utf-8")
