"""Addresses of the REST API, under /api/. A version is in the address: what v1 means today it means tomorrow."""

from django.urls import include, path, re_path

from budgets import api as budgets
from finsam.rest.guide import Guide
from finsam.rest.schema import SchemaResource
from finsam.rest.views import NothingHere
from members import api as members
from plans import api as plans

v1 = [
    path("schema/", SchemaResource.as_view(), name="schema"),
    path("federations/", members.FederationsResource.as_view(), name="federations"),
    path("federations/<slug:slug>/", members.OneFederationResource.as_view(), name="federation"),
    path("federations/<slug:slug>/members/", members.MembersResource.as_view(), name="members"),
    path("federations/<slug:slug>/shares/", members.SharesResource.as_view(), name="shares"),
    path(
        "federations/<slug:slug>/budgets/",
        budgets.FederationBudgetsResource.as_view(),
        name="federation_budgets",
    ),
    path(
        "federations/<slug:slug>/budgets/<year:year>/", budgets.BudgetInForceResource.as_view(), name="budget"
    ),
    path(
        "federations/<slug:slug>/budgets/<year:year>/versions/<int:version>/",
        budgets.BudgetVersionResource.as_view(),
        name="budget_version",
    ),
    path("federations/<slug:slug>/outcomes/", plans.OutcomesResource.as_view(), name="outcomes"),
    path("budgets/", budgets.BudgetsResource.as_view(), name="budgets"),
]

urlpatterns = [
    path("", Guide.as_view(), name="api_guide"),
    path("v1/", include((v1, "api"))),
    # With the slash at the end, so that one that was forgotten is still added.
    re_path(r"^[\s\S]*/\Z", NothingHere.as_view(), name="api_nothing"),
]
