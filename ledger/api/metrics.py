"""GET /metrics: how the log stands, in the text form of Prometheus; for whoever shows the operator's token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from ledger.inbox.models import InboxEntry
from ledger.log.measuring import Measures, measure


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with numbers alone; whoever has no token need not learn that there is something to read."""
    if not shows_token(request):
        return HttpResponseNotFound()
    registry = CollectorRegistry()
    registry.register(_Collector())  # type: ignore[arg-type]  # its methods are what counts
    return HttpResponse(
        generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def shows_token(request: HttpRequest) -> bool:
    """Say whether a request carries the operator's token; the access layer's word for machines that only watch."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    token: Any = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(given, token)


class _Collector:
    """What one request measures. All numbers come from the database, so every web process says the same."""

    def collect(self) -> Iterator[Metric]:
        measures = measure()
        yield from _sizes(measures)
        yield from _ages(measures)
        lag = GaugeMetricFamily("lodebook_follower_lag_events", "Positions a follower has yet to read", labels=["name"])
        for name, behind in measures.followers.items():
            lag.add_metric([name], behind)
        yield lag
        waiting = InboxEntry.objects.filter(status="waiting").count()
        yield GaugeMetricFamily("lodebook_waiting_entries", "Entries that wait for what they refer to", value=waiting)


def _sizes(measures: Measures) -> Iterator[Metric]:
    yield CounterMetricFamily("lodebook_events", "Events taken, with and without a position", value=measures.events)
    yield GaugeMetricFamily("lodebook_log_size", "Events that have a position", value=measures.size)
    yield GaugeMetricFamily("lodebook_pending_events", "Events that wait for a position", value=measures.pending)
    yield GaugeMetricFamily("lodebook_checkpoint_size", "Size last signed", value=measures.checkpoint_size or 0)
    yield GaugeMetricFamily("lodebook_published_size", "Size last published", value=measures.published_size or 0)
    yield GaugeMetricFamily("lodebook_frozen", "1 while the log is frozen and takes nothing", value=measures.frozen)
    yield GaugeMetricFamily("lodebook_event_ids_left", "Ids in the partitions that are made", value=measures.ids_left)


def _ages(measures: Measures) -> Iterator[Metric]:
    said = {
        "lodebook_oldest_pending_seconds": ("How long the oldest event waits", measures.oldest_pending_s or 0.0),
        "lodebook_position_lag_seconds": ("Longest wait in the last batch", measures.position_lag_s),
        "lodebook_checkpoint_age_seconds": ("Since the last signature", measures.checkpoint_age_s),
        "lodebook_published_age_seconds": ("Since the last publication", measures.published_age_s),
    }
    for name, (about, value) in said.items():
        # an age that nothing has yet is left out: 0 would say that all is well
        if value is not None:
            yield GaugeMetricFamily(name, about, value=value)
