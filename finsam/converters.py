"""Path converters."""

from finsam import periods


class YearConverter:
    """A year a federation can have, four digits; anything else is no such page."""

    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        year = int(value)
        if not periods.is_year(year):
            raise ValueError("not a year of a federation")
        return year

    def to_url(self, value: int) -> str:
        return f"{value:04d}"
