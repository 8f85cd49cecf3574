"""The acts of the tag stock, each a page with one form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from buyers.tags import forms
from buyers.tags.acting import Act, page_of
from ledger.parties import access

new_series = page_of(
    Act(
        forms.SeriesForm,
        access.may_keep_tag_stock,
        _("Open a series"),
        _("Say which numbers there shall be before the first box is ordered."),
        _("Open the series"),
    )
)
stock_box = page_of(
    Act(
        forms.BoxForm,
        access.may_keep_tag_stock,
        _("Record a box"),
        _("A box is ordered, printed, and then in stock. Its numbers follow on those of the box before."),
        _("Save the box"),
    )
)
allocate = page_of(
    Act(
        forms.AllocateForm,
        access.may_allocate_tags,
        _("Allocate tags"),
        _("The next tags of a box go to a party that answers for them. More than a month can use is flagged."),
        _("Allocate the tags"),
    )
)
issue_from_box = page_of(
    Act(
        forms.IssueFromBoxForm,
        access.may_issue_tags,
        _("Issue a booklet"),
        _("The next tags of a box may be used at a place. Where the country asks for it another person signs."),
        _("Issue the tags"),
    )
)
count = page_of(
    Act(
        forms.CountForm,
        access.may_account_for_tags,
        _("Count tags"),
        _("Two people count. You say what you found, the other signs."),
        _("Save the count"),
    )
)
miss = page_of(
    Act(
        forms.MissForm,
        access.may_account_for_tags,
        _("Report lost or stolen tags"),
        _("Within 24 hours. From now on these numbers must be on no bag."),
        _("Report them"),
    )
)
void = page_of(
    Act(
        forms.VoidForm,
        access.may_account_for_tags,
        _("Void a tag"),
        _("A spoiled tag, with a photo of what is left of it. Another person signs."),
        _("Propose it as void"),
    )
)
give_back = page_of(
    Act(
        forms.ReturnForm,
        access.may_account_for_tags,
        _("Give tags back"),
        _("Unused tags go back as one row of numbers. They are kept, and never issued again."),
        _("Give them back"),
    )
)
stop = page_of(
    Act(
        forms.StopForm,
        access.may_stop_tags,
        _("Stop tags"),
        _("Set unused tags aside while a question is open, or call them back for good."),
        _("Save"),
    )
)
retag = page_of(
    Act(
        forms.RetagForm,
        access.may_retag,
        _("Give a bag a new tag"),
        _("The old number stays on record and points to the new. The lot is on hold until somebody has looked at it."),
        _("Record the new tag"),
        then="tags_hot",
    )
)
