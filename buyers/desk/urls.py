"""Addresses of the desk."""

from django.urls import path

from buyers.desk.assaying import assay
from buyers.desk.blending import blend
from buyers.desk.buying import buy
from buyers.desk.dispatching import dispatch
from buyers.desk.home import desk
from buyers.desk.processing import process
from buyers.desk.receiving import receive
from buyers.desk.saved import saved
from buyers.desk.splitting import split
from buyers.desk.tagging import tag
from buyers.desk.weighing import weigh

urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/tag/", tag, name="desk_tag"),
    path("desk/weigh/", weigh, name="desk_weigh"),
    path("desk/buy/", buy, name="desk_buy"),
    path("desk/dispatch/", dispatch, name="desk_dispatch"),
    path("desk/receive/", receive, name="desk_receive"),
    path("desk/blend/", blend, name="desk_blend"),
    path("desk/split/", split, name="desk_split"),
    path("desk/process/", process, name="desk_process"),
    path("desk/assay/", assay, name="desk_assay"),
    path("desk/saved/<uuid:key>/", saved, name="desk_saved"),
]
