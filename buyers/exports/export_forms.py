"""Forms about exports: the State's certificate, and the export itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buyers.desk.fields import CodeChoice, DayInput, choose, own_places
from buyers.exports.acting import lines
from buyers.exports.words import MODES
from buyers.words import word
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, KilogramsField
from ledger.api.paper_forms import WithPapers, document_field
from ledger.custody import certifying_export, exporting, importing, noting_certificate
from ledger.custody.models import Lot
from ledger.custody.stock_models import ExportCertificate
from ledger.reference.grades import ASSAYED
from ledger.reference.hs_codes import usual_codes
from ledger.reference.minerals import MINERALS


def _days(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def ores() -> list[tuple[str, str]]:
    """Return the ores as choices."""
    return sorted(((ore, word("mineral", ore)) for ore in MINERALS), key=lambda each: each[1])


def new_lot() -> str:
    """Return a code for the lot that the form will open."""
    return codes.new_code(codes.LOT)


class CertificateForm(WithPapers, EntryForm):
    """What a certificate of the ICGLR says, field by field."""

    placed = {"weight_g": "weight", "customs_value_minor": "customs_value"}
    certificate = forms.CharField(
        label=_("Country and serial number"),
        max_length=60,
        help_text=_("As CD:2026-118: the country, a colon, the number."),
    )
    weight = KilogramsField(label=_("Net weight, kg"))
    grade = forms.CharField(label=_("Grade, as the certificate spells it"), max_length=60)
    description_en = forms.CharField(label=_("The mineral in English"), max_length=500)
    description_fr = forms.CharField(label=_("The mineral in French"), max_length=500)
    origins = forms.CharField(
        label=_("Countries of origin"),
        max_length=60,
        help_text=_("As CD;RW. 0 stands for ore of unknown origin: CD;0."),
    )
    customs_value = forms.DecimalField(label=_("Customs value, USD"), max_digits=14, decimal_places=2, min_value=0)
    shipment_on = forms.DateField(label=_("Planned shipment"), widget=DayInput)
    authority = forms.CharField(label=_("Authority"), max_length=160)
    verifier = forms.CharField(
        label=_("Who verified"), max_length=120, help_text=_("Names are kept hidden and can be erased.")
    )
    verifier_position = forms.CharField(label=_("Their office"), max_length=120)
    verified_on = forms.DateField(label=_("Verified on"), widget=DayInput)
    validator = forms.CharField(
        label=_("Who countersigned"), max_length=120, help_text=_("Somebody else than who verified.")
    )
    validator_position = forms.CharField(label=_("Their office"), max_length=120, required=False)
    issued_on = forms.DateField(label=_("Issued on"), widget=DayInput)
    expires_on = forms.DateField(label=_("Last day"), widget=DayInput, help_text=_("At most 90 days after its issue."))
    importer_name = forms.CharField(label=_("Importer"), max_length=200)
    importer_country = forms.CharField(label=_("The importer's country"), max_length=2, help_text=_("Two letters: MY."))
    importer_address = forms.CharField(label=_("The importer's address"), max_length=200)
    importer_phone = forms.CharField(label=_("The importer's telephone"), max_length=16, help_text=_("As +6042221234."))
    importer_email = forms.EmailField(label=_("The importer's e-mail address"), max_length=120)
    importer_tin = forms.CharField(label=_("The importer's tax number"), max_length=60, required=False)
    route = forms.CharField(
        label=_("Countries of the route"), max_length=100, required=False, help_text=_("In order: CD, TZ.")
    )
    carrier = forms.CharField(label=_("Transport company"), max_length=120, required=False)
    paper = document_field(label=_("The signed certificate"))

    def __init__(self, *args: Any, lot: Lot, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lot = lot

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        cents, grams, route = int(said.pop("customs_value") * 100), said.pop("weight"), lines(said.pop("route"))
        facts = {"lot": self.lot.code, "exporter": self.lot.holder, "weight_g": grams, "customs_value_minor": cents}
        return [self.envelope(certifying_export.KIND, {**_days(said), **facts, "route": route or None})]


class ExportForm(EntryForm):
    """Where a lot goes, under which certificates, and when that was declared."""

    placed = {"net_dry_g": "net_dry", "grade_ppm": "grade"}
    certificates = forms.MultipleChoiceField(
        label=_("Certificates"), required=False, widget=forms.CheckboxSelectMultiple
    )
    destination = forms.CharField(label=_("Country of destination"), max_length=2, help_text=_("Two letters: MY."))
    declared_on = forms.DateField(
        label=_("Declared to the State on"),
        widget=DayInput,
        required=False,
        help_text=_("Origin and sale; in the DRC at least two days before."),
    )
    shipment_on = forms.DateField(label=_("Planned shipment"), widget=DayInput, required=False)
    origins = forms.CharField(
        label=_("Countries of origin, where no certificate says them"), max_length=60, required=False
    )
    net_dry = KilogramsField(label=_("Net dry weight, kg"), required=False)
    grade = forms.DecimalField(
        label=_("Grade of the dry ore, %"), max_digits=7, decimal_places=4, min_value=0, max_value=100, required=False
    )
    grade_of = forms.ChoiceField(label=_("Grade of"), required=False)
    hs_code = forms.CharField(label=_("Customs code (HS)"), max_length=13, required=False)
    hs_reason = forms.CharField(label=_("Why under another code than usual"), max_length=200, required=False)
    mode = forms.ChoiceField(label=_("How it leaves"), required=False)
    carrier = forms.CharField(label=_("Transport company"), max_length=120, required=False)
    importer = forms.CharField(label=_("Importer"), max_length=200, required=False)
    seals = forms.CharField(label=_("Numbers of the seals"), max_length=1_000, required=False)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, lot: Lot, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lot = lot
        held = ExportCertificate.objects.filter(lot=lot.code, state="issued").order_by("number")
        self.fields["certificates"].choices = [(each.number, each.number) for each in held]
        if not held:
            del self.fields["certificates"]
        self.fields["mode"].choices = [("", _("Choose…")), *MODES.items()]
        self.fields["grade_of"].choices = [("", _("Choose…")), *((each, each) for each in ASSAYED)]
        usual = usual_codes(lot.mineral, lot.product)
        if usual:
            hint = _("Usually %(codes)s; leave it empty then.")
            self.fields["hs_code"].help_text = hint % {"codes": ", ".join(usual)}

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        grade, seals = said.pop("grade"), lines(said.pop("seals"))
        facts = {"lot": self.lot.code, "net_dry_g": said.pop("net_dry"), "seals": seals or None}
        facts["grade_ppm"] = int(grade * 10_000) if grade else None
        facts["certificates"] = said.pop("certificates", None) or None
        return [self.envelope(exporting.KIND, {**_days(said), **facts})]


class NotedForm(WithPapers, EntryForm):
    """What a certificate of another country says, as far as ore may come in by it."""

    placed = {"weight_g": "weight", "customs_value_minor": "customs_value"}
    certificate = forms.CharField(
        label=_("Country and serial number"),
        max_length=60,
        help_text=_("As RW:2026-0457: the country, a colon, the number."),
    )
    lot_number = forms.CharField(label=_("Lot that it covers, by its exporter's number"), max_length=60)
    mineral = forms.ChoiceField(label=_("Ore"))
    weight = KilogramsField(label=_("Net weight, kg"))
    grade = forms.CharField(label=_("Grade, as the certificate spells it"), max_length=60)
    origins = forms.CharField(
        label=_("Countries of origin"),
        max_length=60,
        help_text=_("As CD;RW. 0 stands for ore of unknown origin: CD;0."),
    )
    exporter_name = forms.CharField(label=_("Exporter"), max_length=200)
    exporter_country = forms.CharField(label=_("The exporter's country"), max_length=2, help_text=_("Two letters: RW."))
    importer_name = forms.CharField(label=_("Importer"), max_length=200)
    importer_country = forms.CharField(label=_("The importer's country"), max_length=2, help_text=_("Two letters: CD."))
    authority = forms.CharField(label=_("Authority"), max_length=160)
    verified_on = forms.DateField(label=_("Verified on"), widget=DayInput)
    issued_on = forms.DateField(label=_("Issued on"), widget=DayInput)
    expires_on = forms.DateField(label=_("Last day"), widget=DayInput, help_text=_("At most 90 days after its issue."))
    shipment_on = forms.DateField(label=_("Planned shipment"), widget=DayInput)
    paper = document_field(label=_("The signed certificate"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["mineral"].choices = [("", _("Choose…")), *ores()]

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "at"}}
        facts = {"weight_g": said.pop("weight")}
        return [self.envelope(noting_certificate.KIND, {**_days(said), **facts})]


class ImportForm(EntryForm):
    """What came in under a certificate of another country."""

    placed = {"mass_g": "mass", "grade_ppm": "grade", "moisture_ppm": "moisture", "lot": "certificate"}
    new_code = CodeField(codes.LOT, initial=new_lot)
    certificate = forms.CharField(
        label=_("The certificate: country and serial number"),
        max_length=60,
        help_text=_("The authority has recorded it here. As RW:2026-0457."),
    )
    lot_number = forms.CharField(label=_("Number of the lot, as on the certificate"), max_length=60)
    mineral = forms.ChoiceField(label=_("Ore"))
    place = CodeChoice(codes.PLACE, label=_("Where it arrived"))
    mass = KilogramsField(label=_("Net weight on your scale, kg"))
    bags = forms.IntegerField(label=_("How many bags"), min_value=1, max_value=100_000, required=False)
    moisture = forms.DecimalField(
        label=_("Moisture, %"), max_digits=7, decimal_places=4, min_value=0, max_value=99, required=False
    )
    grade = forms.DecimalField(
        label=_("Grade of the dry ore, %"), max_digits=7, decimal_places=4, min_value=0, max_value=100, required=False
    )
    grade_of = forms.ChoiceField(label=_("Grade of"), required=False)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["new_code"].widget = forms.HiddenInput()
        self.fields["mineral"].choices = [("", _("Choose…")), *ores()]
        self.fields["grade_of"].choices = [("", _("Choose…")), *((each, each) for each in ASSAYED)]
        choose(self.fields["place"], own_places(self.actor.party))

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("certificate", "lot_number", "mineral", "place", "bags", "note")}
        facts |= {"lot": said["new_code"], "mass_g": said["mass"], "grade_of": said["grade_of"]}
        for name in ("moisture", "grade"):
            facts[f"{name}_ppm"] = int(said[name] * 10_000) if said[name] is not None else None
        return [self.envelope(importing.KIND, facts)]
