import sys
from pathlib import Path

import pytest

from stimuli import code_version as module
from stimuli.code_version import code_version

CODE = '"""Doc."""\nimport numpy\n\ndef double(x):\n    """Doc."""\n    return 2 * x\n'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    path = tmp_path / "own_saliency.py"
    path.write_text(CODE)
    return path


def version_of(path: Path, code: str) -> str:
    path.write_text(code)
    for cached in (module._source, module._tree, module._imports, module._meaning):
        cached.cache_clear()
    sys.modules.pop(path.stem, None)
    return code_version(path.stem)


def test_comments_docstrings_and_layout_do_not_count(own: Path) -> None:
    same = '"""Other."""\nimport numpy\n\n\n# why\ndef double(x):\n    return (2 * x)\n'
    assert version_of(own, CODE) == version_of(own, same)


def test_an_edit_counts(own: Path) -> None:
    assert version_of(own, CODE) != version_of(own, CODE.replace("2", "3"))


def test_what_it_stands_on_in_this_room_counts(own: Path) -> None:
    standing = CODE + "from stimuli.explanation import Heatmap\n"
    reached = module._reached(("stimuli.methods.grad_cam",))
    assert version_of(own, CODE) != version_of(own, standing)
    assert {"stimuli.explanation", "stimuli.classifier", "stimuli.inputs"} <= reached


def test_a_method_does_not_stand_on_another_method_nor_on_the_builder() -> None:
    reached = module._reached(("stimuli.methods.grad_cam",))
    assert not {name for name in reached if name.startswith(("stimuli.build", "stimuli.training"))}
    assert "stimuli.methods.random_map" not in reached


def test_the_versions_of_foreign_packages_count(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version_of(own, CODE)
    module._version.cache_clear()
    monkeypatch.setattr(module, "version", lambda _name: "99.0")
    assert version_of(own, CODE) != before
    module._version.cache_clear()


def test_what_takes_no_part_does_not_count_nor_what_it_alone_stands_on() -> None:
    reached = module._reached(("stimuli.build.study",), ("stimuli.build.items",))
    assert "stimuli.build.scoring" in reached
    assert reached.isdisjoint({"stimuli.build.items", "stimuli.build.item_draws", "stimuli.attention_graphs.items"})
