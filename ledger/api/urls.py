"""Addresses of the API, of the public log and of the QR codes. The address that leads nowhere stands last."""

from django.urls import path, re_path

from ledger.api.corrections import Corrections
from ledger.api.devices import Devices, OneDevice
from ledger.api.entries import Entries
from ledger.api.events import Events
from ledger.api.flags import Findings, Flags, OneFinding
from ledger.api.health import Health
from ledger.api.kinds import Kinds
from ledger.api.lineage_graphs import LineageGraph
from ledger.api.lineages import Lineage
from ledger.api.log_files import BundleFile, CheckpointFile, TileFile
from ledger.api.lots import Lots, OneLot
from ledger.api.metrics import metrics
from ledger.api.nowhere import Nowhere
from ledger.api.origins import Origins
from ledger.api.packs import Pack
from ledger.api.papers import Papers, paper
from ledger.api.places import PlaceLots
from ledger.api.qr_codes import QrCode
from ledger.api.readiness import Ready
from ledger.api.receipts import Receipt
from ledger.api.reference import Reference
from ledger.api.schema import Schema
from ledger.api.statements import Statements
from ledger.api.tags import HotTags, TagStock
from ledger.parties.doors import public

log = public("The log is public: tiles and checkpoints hold hashes and signatures alone (ARCHITECTURE, law 7).")
picture = public("A picture of a code that the asker already has.")

urlpatterns = [
    path("api/v1/entries/", Entries.as_view(), name="entries"),
    path("api/v1/entries/<uuid:key>/receipt/", Receipt.as_view(), name="receipt"),
    path("api/v1/devices/", Devices.as_view(), name="devices-api"),
    path("api/v1/devices/<uuid:device>/", OneDevice.as_view(), name="device-api"),
    path("api/v1/flags/", Flags.as_view(), name="flags-api"),
    path("api/v1/findings/", Findings.as_view(), name="findings-api"),
    path("api/v1/findings/<uuid:key>/", OneFinding.as_view(), name="finding-api"),
    path("api/v1/kinds/", Kinds.as_view(), name="kinds"),
    path("api/v1/lots/", Lots.as_view(), name="lots"),
    path("api/v1/lots/<str:code>/", OneLot.as_view(), name="lot"),
    path("api/v1/lots/<str:code>/origins/", Origins.as_view(), name="lot-origins"),
    path("api/v1/lots/<str:code>/corrections/", Corrections.as_view(), name="lot-corrections"),
    path("api/v1/lots/<str:code>/lineage/", Lineage.as_view(), name="lot-lineage"),
    path("api/v1/lots/<str:code>/lineage/graph/", LineageGraph.as_view(), name="lot-lineage-graph"),
    path("api/v1/lots/<str:code>/events/", Events.as_view(), name="lot-events"),
    path("api/v1/lots/<str:code>/pack/", Pack.as_view(), name="lot-pack"),
    path("api/v1/papers/", Papers.as_view(), name="papers"),
    path("api/v1/places/<str:code>/lots/", PlaceLots.as_view(), name="place-lots"),
    path("api/v1/reference/<slug:table>/", Reference.as_view(), name="reference"),
    path("api/v1/schema/", public("It describes the API and holds no data.")(Schema.as_view()), name="schema"),
    path("api/v1/tags/stock/", TagStock.as_view(), name="tag-stock"),
    path("api/v1/tags/hot/", HotTags.as_view(), name="hot-tags"),
    path("api/v1/statements/", Statements.as_view(), name="statements"),
    path("papers/<str:sha256>/", paper, name="paper"),
    path("healthz", public("Load balancers ask it; it tells sizes and ages alone.")(Health.as_view()), name="healthz"),
    path("readyz", public("Load balancers ask it; it tells codes alone.")(Ready.as_view()), name="readyz"),
    path("metrics", public("It answers only to the collector's token, and with numbers.")(metrics), name="metrics"),
    path("log/checkpoint", log(CheckpointFile.as_view()), name="log-checkpoint"),
    re_path(r"^log/(?P<path>tile/entries/.+)$", BundleFile.as_view(), name="log-bundle"),
    re_path(r"^log/(?P<path>tile/.+)$", log(TileFile.as_view()), name="log-tile"),
    path("t/<path:code>/qr.svg", picture(QrCode.as_view()), {"form": "svg"}, name="qr-svg"),
    path("t/<path:code>/qr.png", picture(QrCode.as_view()), {"form": "png"}, name="qr-png"),
    re_path(r"^(?:api|log)/", public("It says that there is nothing here.")(Nowhere.as_view()), name="nowhere"),
]
