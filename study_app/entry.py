"""Links into a study.  A mode other than live is honoured only with a key that was made with our secret."""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlencode

from itsdangerous import Signer

from study_app.config import Settings
from study_app.records import LIVE, MODES
from study_app.study.platform import UnknownArrival
from study_app.study.words import said

ARRIVAL_FIELD = "arrival"


def sign_mode(secret_key: str, study: str, mode: str) -> str:
    """The key that a link into that mode of that study carries."""
    return Signer(secret_key, salt="gullseye.mode").get_signature(f"{study}/{mode}").decode()


def entry_link(settings: Settings, study: str, mode: str) -> str:
    """The path of the link into that study: /s/gulls, or /s/gulls?mode=robot&key=… ."""
    if mode == LIVE:
        return f"/s/{study}"
    return f"/s/{study}?{urlencode({'mode': mode, 'key': sign_mode(settings.secret_key, study, mode)})}"


def mode_of(secret_key: str, study: str, query: Mapping[str, str]) -> str:
    """The mode that the link asks for; UnknownArrival where its key is not ours."""
    mode = query.get("mode", LIVE)
    if mode == LIVE:
        return mode
    good = sign_mode(secret_key, study, mode).encode()
    if mode in MODES and hmac.compare_digest(good, query.get("key", "").encode()):
        return mode
    raise UnknownArrival(said("notice.arrival.copied"))


def session_token(secret_key: str, study: str, mode: str, arrival: str) -> str:
    """The secret of the session that a landing page begins: the same page posted twice begins one session."""
    message = "\n".join(("session", study, mode, arrival))
    return hmac.new(secret_key.encode(), message.encode(), sha256).hexdigest()
