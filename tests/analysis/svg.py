"""Reads our own pictures."""

from xml.etree import ElementTree

NAMESPACE = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    """The root of an SVG; fails where it is not well-formed, or is something else."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by us
    assert root.tag == f"{NAMESPACE}svg"
    return root
