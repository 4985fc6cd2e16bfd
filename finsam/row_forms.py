"""Many small forms on one page: a form per row, and what becomes of each when the page is sent.

Every row remembers what its user was shown, so that only what the user changed is written: what someone else has
changed meanwhile in another row stays as it is, and in the same row is told.
"""

from __future__ import annotations

from typing import Any

from finsam.forms import RevisionForm


class RowForm(RevisionForm):
    """A row that compares what is sent with what its user was shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: list[dict[str, Any]] = []
        self.parts: list[RowForm] = []
        self.is_new = self.instance.pk is None
        for name, each in self.fields.items():
            each.show_hidden_initial = not self.is_new and name != "revision"
            each.widget.attrs.setdefault("class", "form-control")

    @property
    def up(self) -> str:
        """What the address says when the row has just been moved up."""
        return f"upp-{self.prefix}"

    @property
    def down(self) -> str:
        """And down."""
        return f"ner-{self.prefix}"

    def is_touched(self) -> bool:
        """Whether the user has written anything in it."""
        return any(name != "revision" for name in self.changed_data)

    def take_shown(self, saved: RowForm) -> None:
        """From now on the user has been shown what is saved: the next sending counts as a change from there."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for name in self.fields:
            if name != "revision":
                data[f"initial-{self.prefix}-{name}"] = str(saved[name].value() or "")
        self.data = data
