"""The one access layer, with `entering`: who may open what, and see which disclosure group. Default: no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.deeds.entries import Actor
from ledger.parties.disclosure import PAGE, PEOPLE, POSITION, Asked, sees
from ledger.parties.entering import may_enter
from ledger.parties.roles import (
    AUDITOR,
    DEPOT,
    KEEPERS,
    MIRROR,
    OVERSEERS,
    PROGRAMME_MANAGER,
    REGULATOR,
    TAGGING_AGENT,
)


def actor_of(user: Any) -> Actor:
    """Return who a signed-in user acts as: all roles in force today at one party; nobody has no roles."""
    roles = [role for role in user.roles.all() if role.until is None or role.until >= date.today()]
    party = min((role.party for role in roles), default="")
    return Actor(str(user.public_id), party, frozenset(role.role for role in roles if role.party == party))


def sees_everything(actor: Actor) -> bool:
    """Say whether an actor oversees the whole programme."""
    return bool(actor.roles & OVERSEERS)


def sees_trade_of_party(actor: Actor, party: str) -> bool:
    """Say whether an actor sees what a party held and did."""
    return sees_everything(actor) or (party != "" and party == actor.party)


def sees_group(
    actor: Actor,
    group: str,
    *,
    kind: str,
    party: str,
    value: Mapping[str, Any],
    sides: Sequence[str] = (),
    where: str = PAGE,
) -> bool:
    """Say whether an actor sees one group of an event of this kind that `party` entered, with this value."""
    return sees(Asked(actor, party, value, sides), group, kind, where)


def may_operate_log(actor: Actor) -> bool:
    """Say whether an actor may see how the log stands, and what to do when it is frozen."""
    return bool(actor.roles & KEEPERS)


def may_audit(actor: Actor) -> bool:
    """Say whether an actor may open the audit page and draw packs over the whole programme."""
    return bool(actor.roles & {AUDITOR, REGULATOR, PROGRAMME_MANAGER})


def may_mirror(actor: Actor) -> bool:
    """Say whether an actor may fetch the log's entries, to keep a copy of them; there is no opening in them."""
    return MIRROR in actor.roles


def sees_receipt(actor: Actor, *, entered_by: str, party: str) -> bool:
    """Say whether an actor may know of an entry by its key: who made it, their party, and overseers."""
    return actor.id == entered_by or sees_trade_of_party(actor, party)


def may_work_desk(actor: Actor) -> bool:
    """Say whether an actor enters deeds at a desk."""
    return bool(actor.roles & (DEPOT | {TAGGING_AGENT}))


def may_read_lots(actor: Actor) -> bool:
    """Say whether an actor may open the list of lots; which lots it holds is `custody.seeing`'s answer."""
    return bool(actor.roles)


def may_read_balances(actor: Actor) -> bool:
    """Say whether an actor may open statements; whose books is `balance.asking`'s answer: own ones, or all."""
    return bool(actor.roles)


def may_read_sites(actor: Actor) -> bool:
    """Say whether an actor may open the register of sites."""
    return bool(actor.roles)


def sees_site_output(actor: Actor) -> bool:
    """Say whether an actor sees how many kilograms a site gave, over all buyers."""
    return sees_everything(actor)


def may_see_exact_positions(actor: Actor) -> bool:
    """Say whether an actor sees where exactly a site lies; everybody else is shown its cell of a tenth of a degree."""
    return sees(Asked(actor), POSITION, "site.located")


def may_read_reference(actor: Actor) -> bool:
    """Say whether an actor may read the rule book and the pages of minerals."""
    return bool(actor.roles)


def may_state_reference(actor: Actor) -> bool:
    """Say whether an actor may state rows of the rule book anew."""
    return may_enter(actor, "reference.stated.v1")


def may_issue_tags(actor: Actor) -> bool:
    """Say whether an actor may hand out tag numbers."""
    return may_enter(actor, "tag.issued.v1")


def may_read_tag_stock(actor: Actor) -> bool:
    """Say whether an actor may open the tag stock; whose it shows is `custody.seeing`'s answer."""
    return bool(actor.roles & (OVERSEERS | {TAGGING_AGENT}))


def may_keep_tag_stock(actor: Actor) -> bool:
    """Say whether an actor may open series, bring boxes into stock and hand them out."""
    return may_enter(actor, "tags.stocked.v1")


def may_allocate_tags(actor: Actor) -> bool:
    """Say whether an actor may allocate tags to a place."""
    return may_enter(actor, "tags.allocated.v1")


def may_account_for_tags(actor: Actor) -> bool:
    """Say whether an actor may report tags as void, lost or stolen, give them back and count them."""
    return may_enter(actor, "tag.missed.v1")


def may_stop_tags(actor: Actor) -> bool:
    """Say whether an actor may set tags aside or call them back."""
    return may_enter(actor, "tag.stopped.v1")


def may_retag(actor: Actor) -> bool:
    """Say whether an actor may record that a bag got a new tag."""
    return may_enter(actor, "lot.retagged.v1")


def may_tag(actor: Actor) -> bool:
    """Say whether an actor may tag bags."""
    return may_enter(actor, "lot.tagged.v1")


def may_weigh(actor: Actor) -> bool:
    """Say whether an actor may record weighings."""
    return may_enter(actor, "lot.weighed.v1")


def may_buy(actor: Actor) -> bool:
    """Say whether an actor may buy at the counter."""
    return may_enter(actor, "lot.bought.v1")


def may_dispatch(actor: Actor) -> bool:
    """Say whether an actor may send lots."""
    return may_enter(actor, "consignment.dispatched.v1")


def may_receive(actor: Actor) -> bool:
    """Say whether an actor may receive consignments; buyers do so without a desk."""
    return may_enter(actor, "consignment.received.v1")


def may_read_consignments(actor: Actor) -> bool:
    """Say whether an actor may open the list of consignments; which ones it shows is `sees_consignment`'s answer."""
    return bool(actor.roles)


def sees_consignment(actor: Actor, parties: Iterable[str]) -> bool:
    """Say whether an actor sees a consignment between these parties."""
    return sees_everything(actor) or (actor.party != "" and actor.party in set(parties))


def may_refuse_consignments(actor: Actor) -> bool:
    """Say whether an actor may turn a delivery away."""
    return may_enter(actor, "consignment.refused.v1")


def may_take_back_consignments(actor: Actor) -> bool:
    """Say whether an actor may record that a refused delivery came back."""
    return may_enter(actor, "consignment.returned.v1")


def may_export(actor: Actor) -> bool:
    """Say whether an actor may export lots."""
    return may_enter(actor, "lot.exported.v1")


def may_issue_certificates(actor: Actor) -> bool:
    """Say whether an actor may record export certificates."""
    return may_enter(actor, "export_certificate.issued.v1")


def may_note_certificates(actor: Actor) -> bool:
    """Say whether an actor may record certificates of other countries."""
    return may_enter(actor, "export_certificate.noted.v1")


def may_import_lots(actor: Actor) -> bool:
    """Say whether an actor may bring ore of other countries into the stock of their party."""
    return may_enter(actor, "lot.imported.v1")


def may_take_exchange(actor: Actor) -> bool:
    """Say whether an actor may bring a file of the exchange form: certificates or lots."""
    return may_note_certificates(actor) or may_import_lots(actor)


def may_read_certificates(actor: Actor) -> bool:
    """Say whether an actor may open the list of export certificates; which ones is `sees_trade_of_party`'s answer."""
    return bool(actor.roles)


def may_blend(actor: Actor) -> bool:
    """Say whether an actor may blend lots."""
    return may_enter(actor, "lot.blended.v1")


def may_split(actor: Actor) -> bool:
    """Say whether an actor may split lots."""
    return may_enter(actor, "lot.split.v1")


def may_process(actor: Actor) -> bool:
    """Say whether an actor may process lots."""
    return may_enter(actor, "lot.processed.v1")


def may_assay(actor: Actor) -> bool:
    """Say whether an actor may record assays."""
    return may_enter(actor, "lot.assayed.v1")


def may_bring_in_stock(actor: Actor) -> bool:
    """Say whether an actor may bring in stock from before the book."""
    return may_enter(actor, "stock.brought_in.v1")


def may_record_visits(actor: Actor) -> bool:
    """Say whether an actor may record visits to mine sites."""
    return may_enter(actor, "site.visited.v1")


def may_sign_acts(actor: Actor) -> bool:
    """Say whether an actor may record acts with an annex of sites."""
    return may_enter(actor, "act.signed.v1")


def may_describe_sites(actor: Actor) -> bool:
    """Say whether an actor may describe mine sites and set what they can yield."""
    return may_enter(actor, "site.described.v1")


def may_locate_sites(actor: Actor) -> bool:
    """Say whether an actor may record where mine sites lie."""
    return may_enter(actor, "site.located.v1")


def may_record_acts(actor: Actor) -> bool:
    """Say whether an actor may record decisions about mine sites."""
    return may_enter(actor, "site.status_decided.v1")


def may_bring_files(actor: Actor) -> bool:
    """Say whether an actor may bring files at all; which sheets is `sites.bringing.entitled`'s answer."""
    return may_bring_register(actor) or may_tag(actor) or may_buy(actor)


def may_bring_register(actor: Actor) -> bool:
    """Say whether an actor may bring files into the register, and undo what was brought."""
    return bool(actor.roles & KEEPERS)


def may_read_parties(actor: Actor) -> bool:
    """Say whether an actor may open the register of parties and that of depots."""
    return bool(actor.roles)


def may_register_parties(actor: Actor) -> bool:
    """Say whether an actor may register organisations."""
    return may_enter(actor, "party.registered.v1")


def may_keep_parties(actor: Actor) -> bool:
    """Say whether an actor may register persons and state what is known of a party."""
    return may_enter(actor, "party.described.v1")


def may_forget_persons(actor: Actor) -> bool:
    """Say whether an actor may erase what hides about a person."""
    return bool(actor.roles & KEEPERS)


def may_calibrate(actor: Actor) -> bool:
    """Say whether an actor may record the calibration of a scale; of which depot is the deed's answer."""
    return may_enter(actor, "scale.calibrated.v1")


def sees_people(actor: Actor) -> bool:
    """Say whether an actor sees who the people behind a party are."""
    return sees(Asked(actor), PEOPLE, "person.registered")


def sees_agents(actor: Actor, party: str) -> bool:
    """Say whether an actor sees which users work for a party."""
    return sees_trade_of_party(actor, party)


def may_upload_papers(actor: Actor) -> bool:
    """Say whether an actor may upload a document or photo to which an entry then points."""
    return bool(actor.roles)


def sees_paper(actor: Actor, group: str, parties: Iterable[str]) -> bool:
    """Say whether an actor may open a paper of a disclosure group that these parties uploaded."""
    return bool(actor.roles) and any(sees(Asked(actor, party), group, "paper") for party in ["", *parties])


def may_draw_zones(actor: Actor) -> bool:
    """Say whether an actor may draw and close zones."""
    return may_enter(actor, "zone.drawn.v1")


def may_read_licences(actor: Actor) -> bool:
    """Say whether an actor may open the register of licences and ask who may do what."""
    return bool(actor.roles)


def may_keep_licences(actor: Actor) -> bool:
    """Say whether an actor may grant, renew and stop licences, and state agreements."""
    return may_enter(actor, "licence.granted.v1")


def may_register_sites(actor: Actor) -> bool:
    """Say whether an actor may register mine sites."""
    return may_enter(actor, "site.registered.v2")


def may_merge_sites(actor: Actor) -> bool:
    """Say whether an actor may say that two codes are one site, and take it back."""
    return may_enter(actor, "site.merged.v1")


def may_sign_proposals(actor: Actor) -> bool:
    """Say whether an actor may sign what others propose; which proposal is the deed's answer."""
    return may_enter(actor, "proposal.signed.v1")


def may_correct_lots(actor: Actor) -> bool:
    """Say whether an actor may correct or void lots; which lot is the deed's answer."""
    return may_enter(actor, "lot.corrected.v1")
