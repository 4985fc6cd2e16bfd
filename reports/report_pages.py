"""The tab of a year's reports: each with where it stands, and where one who writes begins another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from finsam.sources import accounting_act
from members.access import Permission
from members.pages import FederationPage
from plans.addresses import slot_url
from plans.domain.kinds import REPORT_SLOTS, Slot
from plans.models import Document
from plans.standard_outline import OUTLINES
from reports.queries import visible_documents

WHAT = {4: "första tertialet", 6: "första halvåret", 7: "sju månader", 8: "två tertial"}
"""What of the year an interim report tells of, by the month that it reaches to."""
OF_LAW = (6, 7, 8)
"""The months that an interim report of the law may reach to: at least half and at most two thirds of the year."""
OF_LAW_SOURCE = accounting_act("13 kap. 1 §")


class ReportsPage(FederationPage):
    """The year's reports. Constant number of queries."""

    permission = Permission.READ_DOCUMENTS
    place = "reports"
    title = "Rapporter"
    template_name = "reports/reports.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        newest = self._newest()
        return self.show(
            {
                "reports": [
                    {"document": newest[slot], "url": self._url(slot, "plan")}
                    for slot in REPORT_SLOTS
                    if slot in newest
                ],
                "to_begin": [
                    {
                        "slot": slot,
                        "what": WHAT.get(slot.month, ""),
                        "is_of_law": not slot.month or slot.month in OF_LAW,
                        "url": self._url(slot, "document_start"),
                    }
                    for slot in self._to_begin()
                ],
                "law": OF_LAW_SOURCE,
            }
        )

    def _newest(self) -> dict[Slot, Document]:
        """The newest version of each report that the user may know of. One query."""
        visible = visible_documents(self.federation, self.permissions).filter(year=self.year)
        documents = visible.select_related("meeting", "decision__meeting").order_by("version")
        return {document.slot: document for document in documents}

    def _to_begin(self) -> list[Slot]:
        """The reports that the user may begin. One query."""
        if not self.may(Permission.EDIT_DOCUMENTS):
            return []
        rows = self.federation.documents.filter(year=self.year).values_list("kind", "month")
        begun = {Slot(kind, month) for kind, month in rows}
        return [slot for slot in REPORT_SLOTS if slot.kind in OUTLINES and slot not in begun]

    def _url(self, slot: Slot, name: str) -> str:
        return slot_url(self.federation.slug, self.year, slot, name)
