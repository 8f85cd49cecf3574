"""Orders to print: small ones at once, large ones by a worker with progress; a code printed twice says so."""

import pytest

from ledger.labels import printing
from ledger.labels.models import DONE, FAILED, WAITING, PrintedCode, PrintJob
from ledger.labels.sheets import Label
from ledger.parties import roles
from tests import make
from tests.labels.reading import scan, text_of
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make.world()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LODEBOOK_HOME = tmp_path


def labels(count: int) -> list[Label]:
    return [Label(make.code("T"), (f"No. {number}",)) for number in range(count)]


def test_a_small_order_is_printed_at_once(world):
    job = printing.order(world.programme, "lot/x", labels(3), "a4_21")

    assert (job.state, job.done) == (DONE, 3)
    assert len(scan(printing.path_of(job).read_bytes())) == 3


def test_a_large_order_waits_for_a_worker_and_its_language_is_the_orderer_s(world):
    job = printing.order(world.programme, "lot/x", labels(printing.AT_ONCE + 1), "a4_21")
    PrintJob.objects.filter(pk=job.pk).update(language="fr")
    assert job.state == WAITING

    assert printing.advance() == 1

    job.refresh_from_db()
    assert (job.state, printing.done_of(job)) == (DONE, printing.AT_ONCE + 1)
    assert printing.advance() == 0


def test_a_code_that_was_printed_before_is_marked(world):
    first = labels(2)
    printing.order(world.programme, "lot/x", first, "a4_21")

    both = [first[0], *labels(1)]
    again = printing.order(world.programme, "lot/x", both, "a4_21")

    ends_so = sum(label.code.endswith("R") for label in both)  # a check sign may be an R itself
    assert text_of(printing.path_of(again).read_bytes()).split().count("R") == 1 + ends_so
    assert PrintedCode.objects.get(code=first[0].code).times == 2


def test_an_order_that_cannot_be_drawn_fails_alone(world):
    broken = printing.order(world.programme, "lot/x", labels(printing.AT_ONCE + 1), "a4_21")
    PrintJob.objects.filter(pk=broken.pk).update(layout="papyrus")
    printing.order(world.programme, "lot/x", labels(printing.AT_ONCE + 1), "a4_21")

    printing.advance()

    assert sorted(PrintJob.objects.values_list("state", flat=True)) == [DONE, FAILED]


def test_files_of_old_orders_go_and_what_was_printed_stays_known(world):
    job = printing.order(world.programme, "lot/x", labels(1), "a4_21")
    PrintJob.objects.update(ordered_at=job.ordered_at - printing.KEPT * 2)

    assert printing.forget_old() == 1

    assert not printing.path_of(job).exists()
    assert PrintedCode.objects.count() == 1


def test_a_lot_s_label_is_ordered_on_its_page_and_read_by_its_holder_alone(world, as_role):  # noqa: F811
    lot = world.bought()
    clerk, rival = as_role(roles.DEPOT_CLERK), as_role(roles.DEPOT_MANAGER, at=world.rivals.party)
    asked = {"layout": "roll_62", "first": 1, "last": 1, "copies": 2, "right": "0,5", "down": "-0.5", "printer": "B"}

    page = clerk.post(f"/labels/lot/{lot}/", asked, headers={"accept-language": "fr"})

    assert page.status_code == 302
    assert (PrintJob.objects.get().right_tenths, PrintJob.objects.get().down_tenths) == (5, -5)
    content = b"".join(clerk.get(f"{page['Location'].rstrip('/')}.pdf").streaming_content)
    assert len({each.text for each in scan(content)}) == 1
    assert rival.get(f"/labels/lot/{lot}/").status_code == 404
    assert rival.get(page["Location"]).status_code == 404
    assert clerk.get(f"/labels/lot/{lot}/?printer=B&layout=roll_62").context["form"].initial["right"] == 0.5


def test_more_than_there_is_cannot_be_ordered(world, as_role):  # noqa: F811
    asked = {"layout": "a4_21", "first": 1, "last": 9, "copies": 1, "right": 0, "down": 0}

    page = as_role(roles.DEPOT_CLERK).post(f"/labels/lot/{world.bought()}/", asked)

    assert page.status_code == 422
    assert not PrintJob.objects.exists()


def test_tags_of_an_issue_and_the_lots_of_a_consignment_can_be_printed(world, as_role):  # noqa: F811
    issue = make.envelope("tag.issued.v1", place=world.site, tags=[make.code("T") for _ in range(5)])
    make.entered(world.programme, issue)
    consignment = world.dispatched(world.bought(), world.bought())

    tags = as_role(roles.PROGRAMME_MANAGER).get(f"/labels/issue/{issue['key']}/")
    lots = as_role(roles.DEPOT_CLERK).get(f"/labels/consignment/{consignment}/")

    assert (tags.context["count"], lots.context["count"]) == (5, 3)
    assert as_role(roles.BUYER, at=world.agency).get(f"/labels/consignment/{consignment}/").status_code == 404
