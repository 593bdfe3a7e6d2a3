"""The script modules, tested without a browser by Node.js's own test runner."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = Path("study_app/static")
TESTS = sorted(HERE.glob("*.test.mjs"))


@pytest.mark.parametrize("test", TESTS, ids=lambda path: path.name)
def test_the_module_does_what_its_tests_say(test: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js here: the script modules are tested in the browser only")
    done = subprocess.run([node, "--test", "--test-reporter=tap", test], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_without_a_page_of_its_own_has_tests() -> None:
    tested = {path.name.removesuffix(".test.mjs") for path in TESTS}
    modules_of_forms = {"questions", "missing", "mark", "marking", "zoom"}
    pages = {
        "page",
        "trial",
        "delivery",
        "researcher",
        "graph",
        "unsent",
        *modules_of_forms,
    }  # the browser tests are theirs
    modules = {path.stem for path in (HERE.parents[1] / MODULES).glob("*.mjs")}
    assert modules - pages == tested
