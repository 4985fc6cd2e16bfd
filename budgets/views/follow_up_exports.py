"""The follow-up's pages as files, with the same figures and for the same readers as the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from budgets.domain.follow_up import operating_statement
from budgets.exports import CONTENT_TYPES, Value, as_csv, as_xlsx
from budgets.follow_up_exports import ledger_rows, statement_rows
from budgets.views.follow_up import FollowUpRowsPage, FollowUpView


class StatementFile(FollowUpView):
    """The operating statement to the month in the address; 404 where the page has none."""

    subpage = "follow_up"
    suffix = "xlsx"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.facts.now.rows:
            raise Http404
        rows = statement_rows(operating_statement(self.facts, self.month))
        name = f"uppfoljning-{self.federation.slug}-{self.year}-{self.month:02}"
        return _file(rows, "Driftredovisning", name, self.suffix)


class RowsFile(FollowUpRowsPage):
    """The ledger's rows of an area, chosen as on the page."""

    suffix = "xlsx"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = f"bokfort-{self.federation.slug}-{self.year}-{self.kwargs['centre']}"
        return _file(ledger_rows(self.chosen()), "Bokfört", name, self.suffix)


def _file(rows: list[tuple[Value, ...]], title: str, name: str, suffix: str) -> HttpResponse:
    content = as_csv(rows) if suffix == "csv" else as_xlsx(rows, title)
    disposition = f'attachment; filename="{name}.{suffix}"'
    return HttpResponse(
        content, content_type=CONTENT_TYPES[suffix], headers={"Content-Disposition": disposition}
    )
