"""Pictures by their hash: only those of the loaded stimulus sets, and for ever the same."""

from flask import Blueprint, Response, send_from_directory, url_for
from werkzeug.exceptions import NotFound

from stimuli.manifest import Asset
from study_app.runtime import runtime

YEAR_SECONDS = 365 * 24 * 60 * 60

blueprint = Blueprint("assets", __name__)


@blueprint.get("/assets/<name>")
def picture(name: str) -> Response:
    """The picture of that hash and suffix."""
    known = runtime().assets.get(name)
    if known is None:
        raise NotFound
    asset, folder = known
    response = send_from_directory(
        folder, asset.file_name, mimetype=asset.media_type, max_age=YEAR_SECONDS, etag=asset.sha256
    )
    del response.headers["Last-Modified"]  # files of one class may have been written one after the other
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


def asset_url(asset: Asset) -> str:
    """Where that picture is."""
    return url_for("assets.picture", name=asset.file_name)
