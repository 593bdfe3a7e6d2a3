"""One file = one source of images: each lists pictures without opening them, and opens them one by one."""
