"""Pictures by their hash: only those of the loaded stimulus sets, and for ever the same."""

from pathlib import Path

from flask import Blueprint, Response, current_app, send_from_directory, url_for
from werkzeug.exceptions import NotFound

from stimuli.manifest import PictureFile
from study_app.runtime import runtime

YEAR_SECONDS = 365 * 24 * 60 * 60

blueprint = Blueprint("assets", __name__)


@blueprint.get("/assets/<name>")
def picture(name: str) -> Response:
    """The picture of that hash and suffix."""
    known = runtime().assets.get(name)
    if known is None:
        raise NotFound
    file, folder = known
    if fault := _fault(file, folder / file.file_name):
        current_app.logger.error("%s: %s; run `gullseye build` again", folder / file.file_name, fault)
        raise NotFound
    response = send_from_directory(
        folder, file.file_name, mimetype=file.media_type, max_age=YEAR_SECONDS, etag=file.sha256
    )
    del response.headers["Last-Modified"]  # files of one class may have been written one after the other
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


def _fault(file: PictureFile, path: Path) -> str | None:
    """Why it cannot be served: what is torn would be kept for a year."""
    try:
        size_bytes = path.stat().st_size
    except OSError as fault:
        return fault.strerror or "cannot be read"
    return None if size_bytes == file.size_bytes else f"has {size_bytes} bytes, not {file.size_bytes}"


def asset_url(file: PictureFile) -> str:
    """Where that file of a picture is."""
    return url_for("assets.picture", name=file.file_name)
