"""Addresses of the tag stock."""

from django.urls import path

from buyers.tags import acts
from buyers.tags.account_page import tag_account
from buyers.tags.sign_page import sign_tags
from buyers.tags.stock_pages import hot_list, tag_box, tag_series, tags

urlpatterns = [
    path("tags/", tags, name="tags"),
    path("tags/hot/", hot_list, name="tags_hot"),
    path("tags/new-series/", acts.new_series, name="tags_new_series"),
    path("tags/new-box/", acts.stock_box, name="tags_new_box"),
    path("tags/allocate/", acts.allocate, name="tags_allocate"),
    path("tags/issue-from-box/", acts.issue_from_box, name="tags_issue_from_box"),
    path("tags/count/", acts.count, name="tags_count"),
    path("tags/miss/", acts.miss, name="tags_miss"),
    path("tags/void/", acts.void, name="tags_void"),
    path("tags/give-back/", acts.give_back, name="tags_give_back"),
    path("tags/stop/", acts.stop, name="tags_stop"),
    path("tags/retag/", acts.retag, name="tags_retag"),
    path("tags/sign/<uuid:key>/", sign_tags, name="tags_sign"),
    path("tags/series/<str:code>/", tag_series, name="tags_series"),
    path("tags/boxes/<str:code>/", tag_box, name="tags_box"),
    path("tags/account/<str:series>/<str:holder>/", tag_account, name="tags_account"),
]
