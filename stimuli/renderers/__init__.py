"""One file = one kind of explanation drawn as pictures.  It offers RENDERER."""
