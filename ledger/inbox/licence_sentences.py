"""Sentences for refusals of licensing, and its words: who, which act, how stopped."""

from django.utils.translation import gettext_lazy as _

LICENCE_SENTENCES = {
    "licence_missing": _(
        "No licence of the %(who)s is entered that allows to %(act)s %(ore)s on %(day)s. It takes one of: %(needed)s. "
        "Ask a programme manager to enter it, if there is one."
    ),
    "licence_other_ore": _(
        "The licence of the %(who)s is not for %(ore)s. To %(act)s it on %(day)s takes one of: %(needed)s."
    ),
    "licence_other_act": _(
        "The licence of the %(who)s does not allow to %(act)s %(ore)s (%(rows)s). That takes one of: %(needed)s."
    ),
    "licence_not_begun": _(
        "The licence of the %(who)s begins on %(first_day)s, after this deed of %(day)s. Correct the day, or wait."
    ),
    "licence_stopped": _(
        "The licence of the %(who)s is stopped (%(how)s) on %(day)s. Set the ore aside until the State's act is lifted."
    ),
    "licence_expired": _(
        "The licence of the %(who)s ran out on %(last_day)s, before this deed of %(day)s. Have its renewal entered."
    ),
    "holder_suspended": _(
        "Holders of this kind of licence are suspended (%(rows)s): %(says)s The deed needs the number of a certificate "
        "that clears them."
    ),
    "licence_other_place": _(
        "The licence of the %(who)s is for site %(place)s alone, not for ore of another. Use a licence for this site."
    ),
    "licence_other_zone": _(
        "The licence of the %(who)s is for zone %(zone)s alone, and the ore was dug outside it. Use one for its zone."
    ),
    "may_not_buy_from": _(
        "The licence of the %(who)s allows to buy from %(allowed)s only, and the seller is none of them (%(rows)s)."
    ),
    "may_not_sell_to": _(
        "The licence of the %(who)s allows to sell to %(allowed)s only, and the buyer is none of them (%(rows)s)."
    ),
    "act_barred": _("%(says)s So to %(act)s %(ore)s is barred on %(day)s (%(rows)s)."),
    "needs_licence_of": _(
        "To %(act)s %(ore)s on %(day)s the %(who)s needs one of %(needed)s (%(rows)s). Have it entered first."
    ),
    "counterparty_needs_licence_of": _(
        "To %(act)s %(ore)s on %(day)s the other side needs one of %(needed)s (%(rows)s). Have it entered first."
    ),
    "paper_missing": _("To %(act)s %(ore)s on %(day)s takes a paper (%(rows)s): %(unless)s."),
    "holder_kind_wrong": _(
        "A licence of %(regime)s belongs to a %(holders)s alone; %(party)s is of the kind %(kind)s. Choose another "
        "kind of licence, or its true holder."
    ),
    "renewed_too_often": _(
        "A licence of %(regime)s is renewed at most %(most)s times, and this would be number %(renewals)s. It takes a "
        "new licence."
    ),
    "renewal_of_another": _(
        "Licence %(licence)s belongs to somebody else or is of another kind, so this one cannot renew it. Name the "
        "right one, or none."
    ),
    "unknown_licence": _("“%(field)s” names %(given)s, which is no licence here. Enter that licence first."),
    "unknown_regime": _("“%(field)s” names %(given)s, no kind of licence of %(country)s. Choose one of: %(expected)s."),
    "licence_of_another": _("“%(field)s” names %(given)s, which belongs to somebody else. It must be %(expected)s."),
    "two_sides_the_same": _("“%(field)s” names the same party twice. It must be %(expected)s."),
}
LICENCE_WORDS = {
    "buyer": _("buyer"),
    "seller": _("seller"),
    "sender": _("sender"),
    "holder": _("holder"),
    "keeper": _("keeper of the depot"),
    "extract": _("dig"),
    "purchase": _("buy"),
    "sell": _("sell"),
    "process": _("process"),
    "transport": _("move"),
    "store": _("store"),
    "export": _("export"),
    "surrendered": _("given back"),
    "ended_early": _("ended early"),
    "cassiterite": _("cassiterite"),
    "coltan": _("coltan"),
    "wolframite": _("wolframite"),
    "gold": _("gold"),
    "cobalt_ore": _("cobalt ore"),
    "copper_ore": _("copper ore"),
    "copper_cobalt_ore": _("copper and cobalt ore"),
    "diamond": _("diamonds"),
    "tourmaline": _("tourmaline"),
    "lithium_ore": _("lithium ore"),
    "natural_person": _("natural person"),
    "cooperative": _("cooperative"),
}
