"""The questions about a participant that are asked where the study has none of its own.

What is stored is the same in every language.
"""

from study_app.study.background_questions import Questions
from study_app.study.words import Words

ASKED = ("age_group", "gender", "schooling", "colour_vision")


def default_questions(words: Words) -> Questions:
    """The table, in the language of those words."""
    told = words.background
    questions = [
        {
            "name": name,
            "text": told[name]["text"],
            "options": [{"value": value, "text": text} for value, text in told[name]["options"].items()],
        }
        for name in ASKED
    ]
    return Questions.model_validate({"heading": told["heading"], "question": questions})
