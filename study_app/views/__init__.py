"""The routes: read the request, call flow, render."""
