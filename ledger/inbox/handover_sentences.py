"""Sentences for refusals about hand-overs, exports and certificates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

HANDOVER_SENTENCES: dict[str, Any] = {
    "tag_list_differs": _(
        "The tag list is not that of the lots: missing %(missing)s, not theirs %(others)s. Compare it with the bags."
    ),
    "expected_too_early": _("It is expected on %(expected_on)s, before it was sent on %(sent_on)s. Correct the day."),
    "lots_unaccounted": _(
        "The receipt of %(consignment)s does not add up: nothing is said of %(unsaid)s, nobody sent %(not_sent)s, said "
        "twice %(said_twice)s. Say of every lot whether it came or is missing; write other bags as surplus."
    ),
    "nothing_came": _("Nothing of consignment %(consignment)s came. Do not receive it: wait, or refuse the delivery."),
    "surplus_unsaid": _("“%(field)s” must say %(expected)s."),
    "not_refused": _(
        "Consignment %(consignment)s is still on its way to its receiver. Only a refused delivery, or what was missing "
        "at the receipt, comes back."
    ),
    "not_sender": _("Consignment %(consignment)s was sent by somebody else. Only they can take it back."),
    "not_yet_assessed": _(
        "The rules of risk have not looked at lot %(lot)s yet. Wait a minute, and export it again as a new entry."
    ),
    "lot_stopped": _("Lot %(lot)s is stopped by %(rules)s. Open the lot, and have the question answered first."),
    "certificate_missing": _(
        "Lot %(lot)s leaves only under an export certificate. Ask the authority to issue it, and name its number."
    ),
    "certificate_not_for_lot": _(
        "Certificate %(certificate)s is not one that is free for lot %(lot)s and its exporter. Read the number again."
    ),
    "certificate_not_for_import": _(
        "Certificate %(certificate)s is no unused certificate of another country for this ore and lot number "
        "%(lot_number)s. Have the authority record it first, or read its number again."
    ),
    "export_above_certificates": _(
        "%(declared_g)s of lot %(lot)s would leave, but its certificates cover at most %(most_g)s. Declare less, or "
        "ask the authority for a certificate of all of it."
    ),
    "import_above_certificate": _(
        "%(declared_g)s came, but certificate %(certificate)s covers at most %(most_g)s of it. Weigh it again, or ask "
        "for a certificate of the rest."
    ),
    "certificate_expired": _(
        "Certificate %(certificate)s counts from %(issued_on)s to %(expires_on)s, not on %(day)s. Ask for a new one."
    ),
    "certificate_incomplete": _("Certificate %(certificate)s lacks %(lacks)s. Complete it, in English and French."),
    "certificate_dates": _(
        "The days of certificate %(certificate)s cannot be: verified %(verified_on)s, issued %(issued_on)s, ends "
        "%(expires_on)s. They follow each other, and it ends at most %(most_days)s days after its issue."
    ),
    "same_person_twice": _(
        "Certificate %(certificate)s names one person as verifier and as validator. Two different people must sign."
    ),
    "origin_not_declared": _(
        "%(unknown_g)s of lot %(lot)s are of unknown origin, which the declared origins (%(origins)s) do not admit. "
        "Add the code 0, or find out where they come from."
    ),
    "export_above_balance": _(
        "%(declared_g)s of lot %(lot)s would leave, but the book holds only %(most_g)s of it. Weigh and assay it again."
    ),
    "declared_too_late": _(
        "Lot %(lot)s was declared on %(declared_on)s; the rules demand %(least_days)s days before the export on "
        "%(day)s. Declare it, and export it then."
    ),
    "radiation_not_read": _(
        "Lot %(lot)s leaves only once uranium and thorium were read in it; missing: %(missing)s. Have it read, enter "
        "what was found as an assay (0 where it was nothing), and export it then."
    ),
    "hs_code_without_reason": _(
        "Lot %(lot)s usually leaves under the customs code %(usual)s, not %(hs_code)s. Correct the code, or say why."
    ),
}
