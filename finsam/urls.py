"""All addresses. Swedish and plain; names in English."""

from django.contrib import admin
from django.urls import include, path, register_converter

from finsam.converters import YearConverter
from members.views import Home
from reports.views import FederationHome, OverviewPage

register_converter(YearConverter, "year")

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("<slug:slug>/", FederationHome.as_view(), name="federation"),
    path("<slug:slug>/<year:year>/", OverviewPage.as_view(), name="overview"),
    path("<slug:slug>/<year:year>/medlemmar/", include("members.urls")),
    path("<slug:slug>/<year:year>/budget/", include("budgets.urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("plans.urls")),
    path("<slug:slug>/<year:year>/verksamhetsplan/", include("reports.urls")),
]
