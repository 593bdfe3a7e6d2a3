"""What the files of an explanation are called."""

import re
from collections.abc import Iterable


def file_name(method: str, taken: Iterable[str]) -> str:
    """The method's name in small letters, numbered from its second appearance on."""
    slug = re.sub(r"[^a-z0-9_-]+", "-", method.lower()).lstrip("0123456789_-")[:36] or "method"
    numbered = (slug if n == 1 else f"{slug}-{n}" for n in range(1, 1000))
    return next(name for name in numbered if name not in taken)
