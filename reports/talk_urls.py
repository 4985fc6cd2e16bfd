"""Addresses where the plan is talked about and reviewed, under /<federation>/<year>/verksamhetsplan/."""

from django.urls import path

from reports import review_pages, talk_pages

urlpatterns = [
    path("samtal/", talk_pages.TalkPage.as_view(), name="talk"),
    path("samtal/nytt/", talk_pages.ThreadAdd.as_view(), name="thread_add"),
    path("samtal/<int:pk>/", talk_pages.ThreadPage.as_view(), name="thread"),
    path("samtal/<int:pk>/svara/", talk_pages.ThreadReply.as_view(), name="thread_reply"),
    path("samtal/<int:pk>/los/", talk_pages.ThreadResolve.as_view(), name="thread_resolve"),
    path("samtal/<int:pk>/oppna/", talk_pages.ThreadReopen.as_view(), name="thread_reopen"),
    path("kommentar/<int:pk>/", talk_pages.CommentPage.as_view(), name="comment"),
    path("kommentar/<int:pk>/ta-bort/", talk_pages.CommentRemove.as_view(), name="comment_remove"),
    path("remiss/", review_pages.ReviewPage.as_view(), name="review"),
    path("remiss/ny/", review_pages.ReviewRoundPage.as_view(), name="review_round_add"),
    path("remiss/<int:pk>/", review_pages.ReviewRoundPage.as_view(), name="review_round"),
    path("remiss/<int:pk>/stang/", review_pages.ReviewRoundClose.as_view(), name="review_round_close"),
]
