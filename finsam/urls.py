"""All addresses. Swedish and plain; names in English."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, register_converter

from finsam.converters import YearConverter
from plans.addresses import SlotConverter
from plans.domain.kinds import PLAN_SLOT
from reports.following_pages import CalendarFeedView
from reports.overview import FederationHome, OverviewPage
from reports.public_pages import Front

register_converter(YearConverter, "year")
register_converter(SlotConverter, "document")


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """No page. An e-mail address is an identity that an administrator gave: nobody takes another by themselves."""
    raise Http404


OF_DOCUMENT = [
    include(module)
    for module in (
        "reports.deciding_urls",
        "plans.deciding_urls",
        "plans.carrying_urls",
        "plans.urls",
        "reports.urls",
        "reports.comparison_urls",
        "reports.talk_urls",
    )
]
"""The pages of a document. An address made without saying of which is of the plan."""

urlpatterns = [
    path("", Front.as_view(), name="home"),
    path("konto/email/", closed, name="account_email"),
    path("konto/confirm-email/", closed, name="account_email_verification_sent"),
    path("konto/confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("finsam.api_urls")),
    path("kalender/<str:secret>.ics", CalendarFeedView.as_view(), name="calendar_feed"),
    path("<slug:slug>/", FederationHome.as_view(), name="federation"),
    path("<slug:slug>/publikt/", include("reports.public_urls")),
    path("<slug:slug>/<year:year>/", OverviewPage.as_view(), name="overview"),
    path("<slug:slug>/<year:year>/styrelsen/", include("reports.board_urls")),
    path("<slug:slug>/<year:year>/kungorelser/", include("reports.notice_urls")),
    path("<slug:slug>/<year:year>/kontroller/", include("reports.check_urls")),
    path("<slug:slug>/<year:year>/arshjul/", include("reports.wheel_urls")),
    path("<slug:slug>/<year:year>/medlemmar/", include("members.urls")),
    path("<slug:slug>/<year:year>/budget/", include("budgets.urls")),
    path("<slug:slug>/<year:year>/uppfoljning/", include("budgets.follow_up_urls")),
    path("<slug:slug>/<year:year>/uppfoljning/", include("budgets.ledger_urls")),
    path("<slug:slug>/<year:year>/uppfoljning/bokslut/", include("budgets.year_end_urls")),
    path("<slug:slug>/<year:year>/uppfoljning/", include("budgets.ledger_import_urls")),
    path("<slug:slug>/<year:year>/uppfoljning/", include("reports.follow_up_urls")),
    path("<slug:slug>/<year:year>/resultat/", include("plans.outcome_urls")),
    path("<slug:slug>/<year:year>/resultat/", include("plans.assessment_urls")),
    path("<slug:slug>/<year:year>/resultat/", include("plans.printed_urls")),
    path("<slug:slug>/<year:year>/resultat/", include("plans.told_urls")),
    path("<slug:slug>/<year:year>/granskning/", include("reports.audit_urls")),
    path("<slug:slug>/<year:year>/arsredovisning/", include("reports.chain_urls")),
    path("<slug:slug>/<year:year>/rapporter/", include("reports.report_urls")),
    *(path("<slug:slug>/<year:year>/verksamhetsplan/", pages, {"slot": PLAN_SLOT}) for pages in OF_DOCUMENT),
    *(path("<slug:slug>/<year:year>/<document:slot>/", pages) for pages in OF_DOCUMENT),
]
