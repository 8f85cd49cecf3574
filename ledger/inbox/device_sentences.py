"""Sentences for what devices sign, and for refusals to enrol or revoke one."""

from django.utils.translation import gettext_lazy as _

DEVICE_SENTENCES = {
    # --- the envelope of a signed entry -----------------------------------------------------------------------------
    "signed_in_part": _("“%(field)s” is missing. A signed entry has %(expected)s."),
    "device_not_uuid": _("“%(field)s” must be the UUID under which the device was enrolled, in small letters."),
    "not_base64": _("“%(field)s” must be %(expected)s."),
    "not_canonical": _(
        "“%(field)s” is signed, so it must be spelled as the ledger keeps it: %(expected)s. Spell it so, and sign "
        "again."
    ),
    "fact_elsewhere": _("“%(field)s” is in the wrong place of a signed entry. Send it as %(expected)s."),
    "group_unknown": _("“%(field)s” is no disclosure group of this kind of entry. It must be %(expected)s."),
    "opening_wrong": _("“%(field)s” must hold %(expected)s."),
    "commitment_wrong": _("“%(field)s” must be %(expected)s."),
    "commitment_without_opening": _("“%(field)s” has no opening. Send its value and key as %(expected)s."),
    "opening_does_not_fit": _("“%(field)s” does not fit its commitment. Commit to the value that is sent."),
    # --- what the device may ----------------------------------------------------------------------------------------
    "device_unknown": _(
        "Device %(device)s is not enrolled here yet. The entry waits until it is: ask a programme manager, or the "
        "manager of the depot, to enrol it."
    ),
    "signature_false": _(
        "Device %(device)s did not sign these words for this log. Send what the device made, without changing it."
    ),
    "device_of_another": _("Device %(device)s was enrolled for somebody else. Use a device of your own."),
    "device_revoked": _(
        "Device %(device)s was revoked (%(reason)s, since %(since)s): what it signs is not taken. Enter it with "
        "another device."
    ),
    "device_seq_reused": _(
        "Device %(device)s gave number %(seq)s of its counter to another entry. A device counts each entry once: take "
        "it out of use, and tell the programme manager."
    ),
    # --- enrolling and revoking -------------------------------------------------------------------------------------
    "no_public_key": _("“%(field)s” is no public key of that sort. It must be %(expected)s."),
    "device_taken": _("Device %(device)s is enrolled already. A device with a new key takes a new UUID."),
    "device_key_taken": _("This public key belongs to another device, for good. Make a new key on the device."),
    "not_your_device": _("Device %(device)s is another party's, or not yours to revoke. Ask a programme manager."),
    "unknown_device": _("“%(field)s” names %(given)s, which was never enrolled. Read the UUID again."),
    "device_already_revoked": _("Device %(device)s was revoked before (%(reason)s). There is nothing more to say."),
}

DEVICE_WORDS = {
    "replaced": _("replaced"),
    "left": _("taken out of use"),
    "compromised": _("key in the wrong hands"),
}
"""Reasons for which a device was revoked, as a sentence says them; lost and stolen are those of tags."""
