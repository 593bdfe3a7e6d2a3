"""What the pages for researchers share: markup, the look, and how a page is put together.  No torch, no server."""
