"""One-time passwords of the researcher's page: printed once, stored as a hash, good for one sign-in."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from study_app.models import ResearcherPassword

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS = 4


def make_password(session: Session, now: datetime) -> str:
    """A new password, four groups of four letters (79 bits); an earlier one that nobody used is void from now on."""
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))
    session.execute(delete(ResearcherPassword).where(ResearcherPassword.used_at.is_(None)))
    session.add(ResearcherPassword(password_hash=generate_password_hash(password, "scrypt"), made_at=now))
    return password


def use_password(session: Session, typed: str, now: datetime) -> bool:
    """Whether it was right and not used before; it is used up by that.  One statement decides between two browsers."""
    for kept in session.scalars(select(ResearcherPassword).where(ResearcherPassword.used_at.is_(None))):
        if check_password_hash(kept.password_hash, typed.strip()):
            unused = (ResearcherPassword.id == kept.id) & ResearcherPassword.used_at.is_(None)
            used = session.execute(
                update(ResearcherPassword).where(unused).values(used_at=now).returning(ResearcherPassword.id)
            )
            return used.one_or_none() is not None
    return False
