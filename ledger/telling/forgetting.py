"""Forget: what people were told long ago goes, with the log of how it was sent. The facts stay in the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ledger.reference.parameters import parameter
from ledger.telling.models import Attempt, Delivery, News, Notice

MOST = 5_000
"""News that go in one run; the next run goes on."""


def forget_old_news(now: datetime | None = None) -> int:
    """Remove the oldest news with all that was made of it; return how many went."""
    now = now or datetime.now(UTC)
    before = now - timedelta(days=parameter("news_kept_days", now.date()))
    old = list(News.objects.filter(recorded_at__lt=before).order_by("recorded_at").values_list("key", flat=True)[:MOST])
    if old:
        Attempt.objects.filter(delivery__news__in=old).delete()
        Delivery.objects.filter(news__in=old).delete()
        Notice.objects.filter(news__in=old).delete()
        News.objects.filter(key__in=old).delete()
    return len(old)
