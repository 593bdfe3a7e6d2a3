"""A researcher's own module: found, or said where it was looked for."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stimuli import methods
from stimuli.dotted import dotted_module, load_dotted
from stimuli.errors import StimuliError

WHERE = "it is neither in the current folder nor on PYTHONPATH; give the command where it lies, or set PYTHONPATH"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, empty, and a path that is as it was afterwards."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] in {"dottedlab", "dottedmap"}]:
        del sys.modules[name]


@pytest.mark.parametrize("find", [load_dotted, dotted_module, methods.module_of])
def test_a_module_that_is_not_to_be_found_is_said_with_where_it_was_looked_for(
    find: Callable[[str], object],
) -> None:
    with pytest.raises(StimuliError) as fault:
        find("dottedlab.saliency:METHOD")
    assert str(fault.value) == f"dottedlab.saliency:METHOD: cannot import 'dottedlab.saliency': {WHERE}"


def test_what_a_module_itself_lacks_is_said_as_its_own_fault(here: Path) -> None:
    (here / "dottedmap.py").write_text("import no_such_package_of_mine\n")
    with pytest.raises(StimuliError) as fault:
        load_dotted("dottedmap:METHOD")
    lacking = "ModuleNotFoundError: No module named 'no_such_package_of_mine'"
    assert str(fault.value) == f"dottedmap:METHOD: cannot import 'dottedmap': {lacking}"


def test_a_module_in_the_current_folder_is_found_without_being_run(here: Path) -> None:
    (here / "dottedmap.py").write_text("raise RuntimeError\n")
    assert dotted_module("dottedmap:METHOD") == "dottedmap"
    assert "dottedmap" not in sys.modules
