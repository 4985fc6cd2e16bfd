"""The REST API, read as programs read it."""
