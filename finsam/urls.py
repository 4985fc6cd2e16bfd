"""All addresses. Swedish and plain; names in English."""

from django.urls import include, path, register_converter

from finsam.converters import YearConverter
from members.views import Home

register_converter(YearConverter, "year")

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("konto/", include("allauth.urls")),
]
