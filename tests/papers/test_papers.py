"""What is accepted, what is taken out of photos, under which name it is kept, and who may open it."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

from ledger.api.paper_forms import PaperField
from ledger.papers.keeping import (
    PEOPLE,
    PaperEmpty,
    PaperNotAccepted,
    PaperTooLarge,
    erase_paper,
    keep_paper,
    path_of,
    read_paper,
)
from ledger.papers.models import Paper
from ledger.parties import roles
from tests import make
from tests.served import caller

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
CSV = b"site;grams\nKashuvi Ouest;45800\n"
WHO = {"user": "u", "party": "Q0000001H"}


def photo(form="JPEG", size=(40, 20), **more) -> bytes:
    image = Image.new("RGB", size, (120, 60, 20))
    image.putpixel((0, 0), (250, 250, 250))
    written = io.BytesIO()
    image.save(written, form, **more)
    return written.getvalue()


def with_position(form="JPEG", turned=1) -> bytes:
    """Return a photo that says where it was taken, by which device, and how the camera was held."""
    exif = Image.Exif()
    exif[Base.Model] = "SECRETPHONE 9"
    exif[Base.Orientation] = turned
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (1.0, 55.0, 12.0)
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "S"
    return photo(form, exif=exif)


def workbook(*more: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as book:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *more):
            book.writestr(name, "<x/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (CSV, "text/csv"),
        (workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (photo("PNG"), "image/png"),
        (photo("JPEG"), "image/jpeg"),
        (photo("WEBP"), "image/webp"),
    ],
    ids=["pdf", "csv", "xlsx", "png", "jpeg", "webp"],
)
def test_a_paper_is_kept_under_the_hash_of_what_is_kept(db, content, media_type):
    paper = keep_paper(content, **WHO)

    kept = path_of(paper.sha256).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == paper.sha256
    assert (paper.media_type, paper.size) == (media_type, len(kept))
    assert read_paper(paper) == kept


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b"one line without any separator",
        b"a,b\x00c",
        b"a,b\n\xff\xfe",
        b"\xff\xd8\xff not a photo at all",
        b"\x89PNG\r\n\x1a\n nor this",
        b"PK\x03\x04 half a zip",
        workbook("xl/vbaProject.bin"),
    ],
)
def test_what_is_not_what_it_should_be_is_refused_and_nothing_is_kept(db, content, papers_folder):
    with pytest.raises(PaperNotAccepted):
        keep_paper(content, **WHO)

    assert not Paper.objects.exists()
    assert not papers_folder.exists()


def test_a_zip_of_other_things_is_no_workbook(db):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("names.txt", "x")

    with pytest.raises(PaperNotAccepted):
        keep_paper(written.getvalue(), **WHO)


def test_size_counts_to_the_byte(db, settings):
    settings.PAPER_MOST_BYTES = len(PDF)
    keep_paper(PDF, **WHO)

    with pytest.raises(PaperTooLarge):
        keep_paper(PDF + b"\n", **WHO)
    with pytest.raises(PaperEmpty):
        keep_paper(b"", **WHO)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_no_longer_says_where_and_with_what_it_was_taken(db, form):
    content = with_position(form)
    assert b"SECRETPHONE" in content

    paper = keep_paper(content, **WHO)

    kept = read_paper(paper)
    assert b"SECRETPHONE" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (40, 20)


def test_words_inside_a_png_go_too(db):
    words = PngInfo()
    words.add_text("Author", "Aline M.")
    words.add_itxt("XML:com.adobe.xmp", "<gps>-1.92</gps>")

    kept = read_paper(keep_paper(photo("PNG", pnginfo=words), **WHO))

    assert b"Aline" not in kept
    assert b"gps" not in kept


def test_a_comment_inside_a_jpeg_goes_too(db):
    assert b"by Aline" not in read_paper(keep_paper(photo(comment="by Aline"), **WHO))


def test_a_photo_taken_sideways_stays_upright(db):
    kept = read_paper(keep_paper(with_position(turned=6), **WHO))

    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (20, 40)


def test_a_picture_that_unpacks_to_a_whole_wall_is_refused(db, monkeypatch):
    monkeypatch.setattr("ledger.papers.cleaning.MOST_PIXELS", 40 * 20 - 1)

    with pytest.raises(PaperNotAccepted):
        keep_paper(photo(), **WHO)


def test_the_same_bytes_are_kept_once_and_both_parties_may_open_them(db):
    first = keep_paper(PDF, **WHO)
    second = keep_paper(PDF, user="v", party="Q0000002F")

    assert first.sha256 == second.sha256
    assert Paper.objects.get().parties == ["Q0000001H", "Q0000002F"]
    assert Paper.objects.get().uploaded_by == "u"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", "", "A" * 64, "0" * 63, "0" * 65, f"{'0' * 63}/", f"{'0' * 63}\n", "0" * 64 + "\n"],
)
def test_nothing_but_a_hash_names_a_file(name):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        path_of(name)


def test_a_damaged_or_lost_file_is_not_handed_out(db):
    paper = keep_paper(PDF, **WHO)
    path_of(paper.sha256).write_bytes(PDF + b"x")
    assert read_paper(paper) is None

    path_of(paper.sha256).unlink()
    assert read_paper(paper) is None


def test_an_erased_paper_is_gone_and_can_come_back_only_by_a_new_upload(db):
    paper = keep_paper(PDF, **WHO)

    erase_paper(paper.sha256)

    paper.refresh_from_db()
    assert (path_of(paper.sha256).exists(), read_paper(paper)) == (False, None)
    again = keep_paper(PDF, user="v", party="Q0000002F")
    assert (again.erased_at, again.parties, read_paper(again)) == (None, ["Q0000002F"], PDF)


# --- over HTTP --------------------------------------------------------------------------------------------------------


def upload(who, content=PDF, media_type="application/pdf", path="/api/v1/papers/"):
    return who.client.post(path, data=content, content_type=media_type, headers=who.headers)


def test_a_program_uploads_a_body_or_a_form_and_gets_the_hash(world):
    clerk = caller(roles.DEPOT_CLERK, world.ours.party)

    raw = upload(clerk)
    form = clerk.client.post("/api/v1/papers/", {"file": SimpleUploadedFile("x.exe", PDF)}, headers=clerk.headers)

    sha256 = hashlib.sha256(PDF).hexdigest()
    assert (raw.status_code, form.status_code) == (201, 201)
    assert raw.json() == form.json() == {"sha256": sha256, "media_type": "application/pdf", "size": len(PDF)}


def test_what_the_sender_calls_it_does_not_matter(world):
    clerk = caller(roles.DEPOT_CLERK, world.ours.party)

    answer = upload(clerk, b"<html></html>", "application/pdf")

    assert (answer.status_code, answer.json()["code"]) == (415, "paper_not_accepted")
    assert "PDF, JPEG" in answer.json()["detail"]


def test_too_large_empty_and_misnamed_uploads_say_so(world, settings):
    settings.PAPER_MOST_BYTES = 1_000
    clerk = caller(roles.DEPOT_CLERK, world.ours.party)
    files = {"other": SimpleUploadedFile("x.pdf", PDF)}

    answers = [
        upload(clerk, PDF + b"x" * 1_000),
        upload(clerk, b""),
        clerk.client.post("/api/v1/papers/", files, headers=clerk.headers),
        upload(clerk, PDF, path="/api/v1/papers/?group=notes"),
        upload(clerk, PDF, "text/html"),
    ]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (413, "paper_too_large"),
        (400, "paper_empty"),
        (400, "paper_empty"),
        (400, "bad_parameter"),
        (415, "not_json_type"),
    ]
    assert not Paper.objects.exists()


def test_a_body_beyond_the_limit_of_forms_is_still_read(world):
    """A paper may be larger than a batch of entries."""
    clerk = caller(roles.DEPOT_CLERK, world.ours.party)
    large = PDF + b"%" + b"x" * (5 * 1024 * 1024)

    assert upload(clerk, large).status_code == 201


def opened_by(user, sha256):
    client = Client()
    client.force_login(user)
    return client.get(f"/papers/{sha256}/")


def test_only_overseers_and_the_uploaders_party_open_a_paper(world):
    sha256 = upload(caller(roles.DEPOT_CLERK, world.ours.party)).json()["sha256"]
    people = {
        "colleague": make.user("m", roles.DEPOT_MANAGER, world.ours.party),
        "auditor": make.user("a", roles.AUDITOR, world.programme_party),
        "rival": make.user("r", roles.DEPOT_MANAGER, world.rivals.party),
    }

    answers = {name: opened_by(user, sha256) for name, user in people.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "colleague": 200,
        "auditor": 200,
        "rival": 404,
    }
    shown = answers["auditor"]
    assert shown.content == PDF
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == f'attachment; filename="{sha256[:16]}.pdf"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown["Cache-Control"]


def test_a_photo_of_a_person_is_for_who_keeps_the_register(world):
    keeper = caller(roles.REGULATOR, world.agency)
    answer = upload(keeper, photo(), "image/jpeg", "/api/v1/papers/?group=people")
    sha256 = answer.json()["sha256"]

    codes = [
        opened_by(make.user("x", role, party), sha256).status_code
        for role, party in (
            (roles.REGULATOR, world.agency),
            (roles.PROGRAMME_MANAGER, world.programme_party),
            (roles.AUDITOR, world.programme_party),
            (roles.TAGGING_AGENT, world.agency),
        )
    ]

    assert codes == [200, 200, 404, 404]


def test_uploaded_again_as_an_open_paper_a_photo_of_a_person_stays_hidden(world):
    keep_paper(photo(), **WHO, group=PEOPLE)

    assert keep_paper(photo(), **WHO).group == PEOPLE


def test_addresses_that_are_no_hashes_lead_nowhere(world):
    user = make.user("a", roles.AUDITOR, world.programme_party)

    for name in ("0" * 64, "..", "%2e%2e%2fkey", "0" * 63):
        assert opened_by(user, name).status_code == 404


def test_a_field_of_a_form_keeps_the_file_and_gives_its_hash(world):
    field = PaperField()
    field.actor = world.ours.clerk

    assert field.clean(SimpleUploadedFile("a.pdf", PDF)) == hashlib.sha256(PDF).hexdigest()
    assert Paper.objects.get().parties == [world.ours.party]
