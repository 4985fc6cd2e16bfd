"""The sheet in a real browser."""
