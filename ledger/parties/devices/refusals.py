"""Why an entry that says that a device signed it is not taken, and why a device is not enrolled or revoked."""

from __future__ import annotations

from ledger.errors import Refused


class SignatureFalse(Refused):
    """The key of the device did not sign these words for this log."""

    code = "signature_false"


class DeviceOfAnother(Refused):
    """The device was enrolled for another party, or for another person of it."""

    code = "device_of_another"


class DeviceRevoked(Refused):
    """What this device signs is not taken any more."""

    code = "device_revoked"


class DeviceSeqReused(Refused):
    """The device gave this number of its counter to another entry."""

    code = "device_seq_reused"


SAYS_NOTHING_OF_COUNTER = (
    SignatureFalse.code,
    DeviceOfAnother.code,
    DeviceRevoked.code,
    DeviceSeqReused.code,
    "device_unknown",
)
"""Refusals after which nobody knows whether the device used that number: it may not have been the device at all."""


class DeviceTaken(Refused):
    """A device was enrolled under this UUID."""

    code = "device_taken"


class DeviceKeyTaken(Refused):
    """The public key is another device's: it is so for good, revoked or not."""

    code = "device_key_taken"


class NotYourDevice(Refused):
    """Keepers act for devices of any party, managers for those of their own, others for the one that they hold."""

    code = "not_your_device"


class AlreadyRevoked(Refused):
    """It was revoked, and this would say nothing more."""

    code = "device_already_revoked"
