"""A queue of deliveries without a world around it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from ledger.parties import roles
from ledger.telling.models import Delivery, Endpoint, News
from tests import make


def some_deliveries(url: str, number: int) -> list[Delivery]:
    """Put messages for one endpoint aside; its keeper oversees everything, so each may be sent."""
    now = datetime.now(UTC)
    keeper = make.user("keeper", roles.REGULATOR, "Q0000001H")
    endpoint = Endpoint.objects.create(party="Q0000001H", url=url, keeper=keeper, made_at=now, not_before=now)
    news = [
        News(
            key=uuid4(),
            kind="lot.held.v1",
            subject="P00000019",
            severity="hold",
            terms={"rule": "TAG-02"},
            happened_at=now,
            recorded_at=now,
        )
        for _ in range(number)
    ]
    News.objects.bulk_create(news)
    made = [Delivery(message=uuid4(), news=each, endpoint=endpoint, next_at=now, made_at=now) for each in news]
    return Delivery.objects.bulk_create(made)
