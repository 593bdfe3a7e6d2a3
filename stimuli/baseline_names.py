"""What the kinds of baseline are called.  No torch here: a recipe names them."""

from typing import Literal

BaselineName = Literal["auto", "blur", "heavy_blur", "inpaint", "noise", "grey", "black"]
