"""Prolific: the way in by its three URL parameters, the way out by a completion code for every outcome.

Its study link is https://HOST/s/STUDY?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}
with `url_parameters` as the way of recording ids.  SESSION_ID is Prolific's id of the submission.
"""

import re
from collections.abc import Mapping
from random import Random

from study_app.study.platform import Arrival, Exit, Platform, UnknownArrival
from study_app.study.words import said

PERSON, STUDY, SUBMISSION = "PROLIFIC_PID", "STUDY_ID", "SESSION_ID"
ID = re.compile(r"[0-9a-f]{24}")
COMPLETE = "https://app.prolific.com/submissions/complete?cc="


class Prolific(Platform):
    """A person is known by the Prolific id alone: whoever comes again, with whichever submission, is the same."""

    shares_codes = True

    def arrival(self, query: Mapping[str, str]) -> Arrival:
        """The person and the submission; UnknownArrival where the link lacks them or holds the bare template."""
        return Arrival(_id(query, PERSON), _id(query, SUBMISSION))

    def exit(self, outcome: str, code: str) -> Exit:
        """Back to Prolific with the outcome's code, whatever the outcome."""
        return Exit(code, COMPLETE + code)

    def simulated(self, rng: Random) -> Mapping[str, str]:
        """Ids as Prolific makes them."""
        return {name: f"{rng.getrandbits(96):024x}" for name in (PERSON, STUDY, SUBMISSION)}


def _id(query: Mapping[str, str], name: str) -> str:
    value = query.get(name, "").strip()
    if not value:
        raise UnknownArrival(said("prolific.missing"))
    if "{" in value or "%" in value:
        raise UnknownArrival(said("prolific.template", name=name))
    if not ID.fullmatch(value.lower()):
        raise UnknownArrival(said("prolific.malformed", name=name))
    return value.lower()


PLATFORM = Prolific()
