"""The page after the last answer of a trial: whether it was right, and what there is to tell."""

from pydantic import Field

from study_app.definition import Checked
from study_app.study.controls import Proceed
from study_app.study.page import Figure, Page, Prompt
from study_app.study.words import said


class Feedback(Checked):
    """feedback = { minimum_seconds = …, … }: for how long it stays at least, and its words."""

    minimum_seconds: float = Field(ge=0, le=600)
    right: str = said("default.feedback.right")
    wrong: str = said("default.feedback.wrong")
    button: str = said("default.button")

    def page(self, html: str, figures: tuple[Figure, ...], *, is_right: bool) -> Page:
        """The verdict, what is told and the pictures; the time it stays is the same in every arm."""
        prompt = Prompt(self.right if is_right else self.wrong, html, figures, is_right)
        return Page(prompt, Proceed(self.button, self.minimum_seconds), timed=True)
