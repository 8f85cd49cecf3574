"""Both pages tell of a merging, and the older page leads on."""

from ledger.parties import roles
from sites.models import MineSite
from tests.pages.test_desk import shown
from tests.pages.test_lot_page import text_of
from tests.registering.sites import registered


def test_both_pages_say_which_site_went_where(world, merge, as_role):
    older = world.new_site("Luvembe 2")
    keeper = as_role(roles.REGULATOR)
    path = f"/sites/{older}/merge/"
    form = shown(keeper, path) | {"into": world.site, "reason": "Both teams went to the same pits."}

    page = keeper.post(path, form, follow=True)

    assert "this site goes on under another code" in text_of(page)
    assert "Both teams went to the same pits." in text_of(page)
    assert f'href="/sites/{world.site}/"' in page.content.decode()
    survivor = as_role(roles.BUYER).get(f"/sites/{world.site}/")
    assert "This site carries on older codes" in text_of(survivor)
    assert f'href="/sites/{older}/"' in survivor.content.decode()


def test_it_is_split_off_by_its_page(world, merge, as_role):
    older = world.new_site("Luvembe 2")
    merge(older, world.site)
    keeper = as_role(roles.PROGRAMME_MANAGER)
    path = f"/sites/{older}/unmerge/"

    page = keeper.post(path, shown(keeper, path) | {"reason": "Two pits, 4 km apart."}, follow=True)

    assert "Confirmed: it is recorded." in text_of(page)
    assert MineSite.objects.get(code=older).merged_into is None
    assert "not merged into another" in text_of(keeper.get(path))


def test_a_refused_merging_can_be_corrected_and_sent_again(world, merge, as_role):
    older, third = world.new_site("Luvembe 2"), world.new_site("Kasika 7")
    merge(third, world.site)
    keeper = as_role(roles.PROGRAMME_MANAGER)
    path = f"/sites/{older}/merge/"
    said = {"reason": "Same pits."}

    refused = keeper.post(path, shown(keeper, path) | said | {"into": third})
    form = {name: refused.context["form"][name].value() for name in ("key", "at")}
    page = keeper.post(path, form | said | {"into": world.site}, follow=True)

    assert "was merged into" in text_of(refused)
    assert "Confirmed: it is recorded." in text_of(page)


def test_the_form_shows_which_sites_it_may_be(world, as_role):
    one, two = (registered(world, "Kasika 7", None, 1, pcode=f"codmine0000{number}") for number in (1, 2))

    page = as_role(roles.PROGRAMME_MANAGER).get(f"/sites/{one}/merge/")

    assert f'href="/sites/{two}/"' in page.content.decode()
    assert f'href="/sites/{world.site}/"' not in page.content.decode()


def test_somebody_without_the_role_sees_neither_link_nor_form(world, merge, as_role):
    older = world.new_site("Luvembe 2")
    merge(older, world.site)
    buyer = as_role(roles.BUYER)

    assert "/unmerge/" not in buyer.get(f"/sites/{older}/").content.decode()
    assert buyer.get(f"/sites/{older}/unmerge/").status_code == 403
