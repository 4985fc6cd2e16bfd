"""Addresses where versions of the plan are compared and named, under /<federation>/<year>/verksamhetsplan/."""

from django.urls import path

from reports import comparison_pages as pages

urlpatterns = [
    path("jamfor/", pages.ComparisonPage.as_view(), name="comparison"),
    path("versioner/", pages.NamedVersions.as_view(), name="named_versions"),
    path("versioner/ny/", pages.NamedVersionAdd.as_view(), name="named_version_add"),
    path("versioner/<int:pk>/", pages.NamedVersionPage.as_view(), name="named_version"),
    path("versioner/<int:pk>/ta-bort/", pages.NamedVersionRemove.as_view(), name="named_version_remove"),
]
