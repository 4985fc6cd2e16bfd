"""All addresses. Swedish and plain; names in English."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, register_converter

from finsam.converters import YearConverter
from reports.following_pages import CalendarFeedView
from reports.overview import FederationHome, OverviewPage
from reports.public_pages import Front

register_converter(YearConverter, "year")


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """No page. An e-mail address is an identity that an administrator gave: nobody takes another by themselves."""
    raise Http404


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
    path("<slug:slug>/<year:year>/uppfoljning/", include("budgets.ledger_import_urls")),
    path("<slug:slug>/<year:year>/uppfoljning/", include("reports.follow_up_urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("reports.deciding_urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("plans.deciding_urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("plans.carrying_urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("plans.urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("reports.urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("reports.comparison_urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("reports.talk_urls")),
]
