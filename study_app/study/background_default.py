"""The questions about a participant that are asked where the study has none of its own."""

from study_app.study.background_questions import Questions

DEFAULT = Questions.model_validate(
    {
        "heading": "About you",
        "question": [
            {
                "name": "age_group",
                "text": "How old are you?",
                "options": ["18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 or older"],
            },
            {
                "name": "gender",
                "text": "How do you describe your gender?",
                "options": [
                    {"value": "woman", "text": "Woman"},
                    {"value": "man", "text": "Man"},
                    {"value": "non-binary", "text": "Non-binary"},
                    {"value": "other", "text": "Another way"},
                ],
            },
            {
                "name": "schooling",
                "text": "What is the highest degree that you have completed?",
                "options": [
                    {"value": "none", "text": "No school degree"},
                    {"value": "school", "text": "School"},
                    {"value": "vocational", "text": "Vocational training"},
                    {"value": "bachelor", "text": "Bachelor or similar"},
                    {"value": "master", "text": "Master or similar"},
                    {"value": "doctorate", "text": "Doctorate"},
                ],
            },
            {
                "name": "colour_vision",
                "text": "Do you have difficulties with telling colours apart?",
                "options": [
                    {"value": "no", "text": "No"},
                    {"value": "yes", "text": "Yes"},
                    {"value": "unknown", "text": "I do not know"},
                ],
            },
        ],
    }
)
