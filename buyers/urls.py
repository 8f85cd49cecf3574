"""Addresses of home, sign-in, lots, tags, desk and evidence."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from buyers.audit_page import audit
from buyers.chapters import registers, risk
from buyers.home import home, language
from buyers.knowing.page import known
from buyers.lot_list import lots
from buyers.lot_pack import pack
from buyers.lot_page import lot
from buyers.tag_pages import check_tag, issue_tags, issued_tags, public_page
from ledger.parties.doors import public

sign_in = public("Nobody is signed in before signing in.")(LoginView.as_view(redirect_authenticated_user=True))
sign_out = public("Signing out twice does no harm.")(LogoutView.as_view())
choose_language = public("It sets a cookie of the reader's own.")(language)

urlpatterns = [
    path("", home, name="home"),
    path("login/", sign_in, name="login"),
    path("logout/", sign_out, name="logout"),
    path("language/<str:code>/", choose_language, name="language"),
    path("lots/", lots, name="lots_page"),
    path("lots/<str:code>/", lot, name="lot_page"),
    path("lots/<str:code>/known/", known, name="lot_known"),
    path("lots/<str:code>/pack/", pack, name="lot_pack"),
    path("tags/issue/", issue_tags, name="issue_tags"),
    path("tags/issued/<uuid:key>/", issued_tags, name="issued_tags"),
    path("t/", check_tag, name="check_tag"),
    path("t/<path:code>/", public_page, name="public"),
    path("audit/", audit, name="audit"),
    path("risk/", risk, name="risk"),
    path("registers/", registers, name="registers"),
    path("", include("buyers.balances.urls")),
    path("", include("buyers.correcting.urls")),
    path("", include("buyers.tags.urls")),
    path("", include("buyers.depots.urls")),
    path("", include("buyers.exports.urls")),
    path("", include("buyers.signing.urls")),
    path("", include("buyers.lineage.urls")),
    path("", include("buyers.labels.urls")),
    path("", include("buyers.slips.urls")),
    path("", include("buyers.trader_register.urls")),
    path("", include("buyers.screening.urls")),
    path("", include("buyers.tracing.urls")),
    path("", include("buyers.following.urls")),
    path("", include("buyers.desk.urls")),
]
