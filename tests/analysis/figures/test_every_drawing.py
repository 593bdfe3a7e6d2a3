import os
import re
import subprocess
import sys
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from analysis.figures.raincloud import Cloud, raincloud
from analysis.figures.sheet import Picture
from tests.analysis.figures.drawings import DRAWINGS
from tests.analysis.figures.drawn import sheet_size, words
from tests.analysis.svg import NAMESPACE, parsed

ALT = 'means < "80%" & more'
every_drawing = pytest.mark.parametrize("kind", DRAWINGS)


@cache
def drawing(kind: str) -> Picture:
    return DRAWINGS[kind]("x", ALT)


@every_drawing
def test_all_words_are_on_the_sheet_and_none_lies_on_another(kind: str) -> None:
    svg = drawing(kind)
    width, height = sheet_size(svg)
    written = words(svg)
    assert [each for each in written if each.left < 0 or each.top < 0] == []
    assert [each for each in written if each.right > width or each.bottom > height] == []
    assert [(one.text, other.text) for one, other in combinations(written, 2) if one.overlaps(other)] == []


@every_drawing
def test_a_drawing_tells_itself_and_fetches_nothing(kind: str) -> None:
    svg = drawing(kind)
    root = parsed(svg)
    assert root.findtext(f"{NAMESPACE}title") == ALT
    assert (root.get("role"), root.get("aria-label")) == ("img", ALT)
    assert set(re.findall(r"https?://[^\"' <>]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "<metadata" not in svg
    assert "nan" not in re.sub(r"<!--.*?-->", "", svg)


@pytest.mark.parametrize("kind", ["learning curves", "reliability", "reliance", "base rates", "20 items"])
def test_the_same_estimates_give_the_same_bytes(kind: str) -> None:
    first, second = drawing(kind), DRAWINGS[kind]("x", ALT)
    assert first == second
    assert first.pdf() == second.pdf()


def test_a_pdf_is_the_same_in_another_process_and_bears_no_date() -> None:
    told = "import sys; from tests.analysis.figures.drawings import DRAWINGS as d"
    program = f"{told}; sys.stdout.buffer.write(d['reliability']('x', 'alt').pdf())"
    surroundings = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    elsewhere = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, check=True)
    pdf = DRAWINGS["reliability"]("x", "alt").pdf()
    assert elsewhere.stdout == pdf
    assert pdf.startswith(b"%PDF-")
    assert b"Date" not in pdf


def test_a_pdf_bears_its_name_and_its_alternative_text_and_holds_its_letters() -> None:
    pdf = DRAWINGS["reliability"]("calibration", "how sure, how right").pdf()
    assert b"/Title (calibration)" in pdf
    assert b"/Subject (how sure, how right)" in pdf
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf


def test_a_drawing_of_before_can_be_had_as_pdf_too() -> None:
    picture = raincloud([Cloud("a", np.array([0.5, 0.75]), 0.625, None)], 0.25, "x", "alt")
    assert isinstance(picture, Picture)
    assert picture.pdf().startswith(b"%PDF-")
