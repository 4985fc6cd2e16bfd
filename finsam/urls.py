"""All addresses. Swedish and plain; names in English."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, register_converter

from finsam.converters import YearConverter
from members.views import Home
from reports.overview import FederationHome, OverviewPage

register_converter(YearConverter, "year")


def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """No page. An e-mail address is an identity that an administrator gave: nobody takes another by themselves."""
    raise Http404


urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("konto/email/", closed, name="account_email"),
    path("konto/confirm-email/", closed, name="account_email_verification_sent"),
    path("konto/confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("finsam.api_urls")),
    path("<slug:slug>/", FederationHome.as_view(), name="federation"),
    path("<slug:slug>/<year:year>/", OverviewPage.as_view(), name="overview"),
    path("<slug:slug>/<year:year>/kontroller/", include("reports.check_urls")),
    path("<slug:slug>/<year:year>/medlemmar/", include("members.urls")),
    path("<slug:slug>/<year:year>/budget/", include("budgets.urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("plans.urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("reports.urls")),
]
