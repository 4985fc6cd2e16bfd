"""The page with all that Uppföljning Finsam asks for, to be typed in there. It is not published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from js_asset import Media, Script

from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage
from plans.domain.follow_up_sheet import COLUMNS, PlaceToEnter, SheetGroup, follow_up_sheet
from plans.follow_up_sheet_queries import sheet_facts

SCRIPTS = Media(js=[Script("js/copying.js", type="module")])


class FollowUpSheetPage(FederationPage):
    """The sheet, with every count as it is. As many queries for thirty initiatives as for one."""

    permission = Permission.READ_SMALL_COUNTS
    place = "results"
    subpage = "follow_up_sheet"
    title = "Uppföljning Finsam"
    template_name = "plans/follow_up_sheet.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        sheet = follow_up_sheet(Scope(self.federation.pk, self.year).facts(sheet_facts))
        return self.show(
            {
                "sheet": sheet,
                "columns": [words for _gender, words in COLUMNS],
                "roles": [
                    (
                        "Förbundsadministratören skriver in",
                        [self._group(each) for each in sheet.administrator],
                    ),
                    ("Deltagaransvariga skriver in", [self._group(each) for each in sheet.participants]),
                ],
                "can_edit": self.may(Permission.EDIT_OUTCOMES),
                "scripts": SCRIPTS.with_nonce(str(self.request.csp_nonce)),  # type: ignore[attr-defined]
            }
        )

    def _group(self, group: SheetGroup) -> dict[str, Any]:
        return {
            "group": group,
            "fields": [(field, self._url(field.place)) for field in group.fields],
            "url": self._url(group.place) if group.place else "",
        }

    def _url(self, place: PlaceToEnter) -> str:
        return self.url(place.name, **dict(place.kwargs))
