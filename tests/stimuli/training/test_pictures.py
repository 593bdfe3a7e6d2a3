from collections import Counter
from pathlib import Path

import pytest

from stimuli.errors import StimuliError
from stimuli.training import pictures
from stimuli.training.pictures import LabelledFiles


def files(n_first: int, n_second: int) -> LabelledFiles:
    names = [Path(f"a{n}") for n in range(n_first)] + [Path(f"b{n}") for n in range(n_second)]
    return LabelledFiles(tuple(names), (0,) * n_first + (1,) * n_second, ("a", "b"))


def test_the_split_takes_the_same_share_of_every_class() -> None:
    train, validation = pictures.split(files(40, 20), 0.1, seed=1)
    assert Counter(validation.labels) == {0: 4, 1: 2}
    assert Counter(train.labels) == {0: 36, 1: 18}
    assert not set(train.files) & set(validation.files)


def test_the_split_follows_the_seed() -> None:
    whole = files(40, 20)
    assert pictures.split(whole, 0.1, seed=1) == pictures.split(whole, 0.1, seed=1)
    assert pictures.split(whole, 0.1, seed=1) != pictures.split(whole, 0.1, seed=2)


def test_a_class_of_one_picture_cannot_be_split() -> None:
    with pytest.raises(StimuliError, match="class 'b': one picture"):
        pictures.split(files(4, 1), 0.1, seed=1)


def test_a_folder_with_one_class_is_refused(tmp_path: Path) -> None:
    (tmp_path / "only").mkdir()
    with pytest.raises(StimuliError, match=r"holds no picture\n.*two classes or more"):
        pictures.find(tmp_path)


def test_several_folders_are_one_set_of_pictures(tmp_path: Path) -> None:
    for folder in ("clear", "real"):
        for name in ("a", "b"):
            (tmp_path / folder / name).mkdir(parents=True)
            (tmp_path / folder / name / f"{folder}.png").touch()
    found = pictures.find_all([tmp_path / "clear", tmp_path / "real"])
    assert [file.name for file in found.files] == ["clear.png", "real.png", "clear.png", "real.png"]
    assert found.labels == (0, 0, 1, 1)


def test_folders_with_other_classes_are_not_mixed(tmp_path: Path) -> None:
    for path in ("one/a/x.png", "one/b/x.png", "two/a/x.png", "two/c/x.png"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
    with pytest.raises(StimuliError, match="are not those of the training images"):
        pictures.find_all([tmp_path / "one", tmp_path / "two"])


def test_more_pictures_than_memory_are_refused_before_any_is_read() -> None:
    with pytest.raises(StimuliError, match="give fewer pictures, or a smaller --input-px"):
        pictures._refuse_too_many(100_000, 256)
