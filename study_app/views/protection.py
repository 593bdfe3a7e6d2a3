"""What every response says to the browser for its protection, and which posts are refused."""

from urllib.parse import urlsplit

from flask import Response, current_app, request
from werkzeug.exceptions import Forbidden

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SWITCHED_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "serial",
    "sync-xhr",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(("fullscreen=(self)", *(f"{feature}=()" for feature in SWITCHED_OFF)))
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser hides from us, too, where our own forms come from
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",  # alone with itself, a page is given the browser's finest clock
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HTTPS_ONLY_SECONDS = 180 * 24 * 60 * 60
READING = ("GET", "HEAD", "OPTIONS")


def refuse_foreign_posts() -> None:
    """A form on somebody else's page cannot post here.

    Every present browser says where a request comes from, over https; the others tell the origin at least, and
    scripts of other sites cannot make up the header by which a proxy tells us what it is called.
    """
    if request.method in READING:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        is_ours = origin is None or urlsplit(origin).netloc in (request.host, request.headers.get("X-Forwarded-Host"))
    if not is_ours:
        raise Forbidden


def secure(response: Response) -> Response:
    """Headers of every response; a route that set its own keeps it."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = f"max-age={HTTPS_ONLY_SECONDS}"
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = f"{policy}; upgrade-insecure-requests"
    return response
