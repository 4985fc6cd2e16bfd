"""Pages where documents are written and taken to their decision. How they look when read is in `reports`."""
