"""A browser signs with its own cryptography: a key that cannot leave it, and an entry that the intake takes."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings

from ledger.parties import roles
from ledger.parties.devices.models import Device, DeviceEntry
from ledger.parties.models import User
from ledger.parties.tokens import make_token
from tests import make
from tests.browser.chromium import PHONE, opened

MAKE_KEY = """async () => {
  const pair = await crypto.subtle.generateKey({name: "ECDSA", namedCurve: "P-256"}, false, ["sign", "verify"]);
  window.phone = pair.privateKey;
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return {publicKey: btoa(String.fromCharCode(...raw)), exportable: pair.privateKey.extractable};
}"""
SIGN_AND_SEND = """async ({token, log, said, hidden}) => {
  const utf8 = new TextEncoder();
  const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const member = (value) => (name) => JSON.stringify(name) + ":" + canonical(value[name]);
  const canonical = (value) => Array.isArray(value) ? "[" + value.map(canonical).join(",") + "]"
    : value && typeof value === "object" ? "{" + Object.keys(value).sort().map(member(value)).join(",") + "}"
      : JSON.stringify(value);
  const commitments = {}, openings = {};
  for (const [group, value] of Object.entries(hidden)) {
    const key = crypto.getRandomValues(new Uint8Array(32));
    const hmac = await crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
    const made = await crypto.subtle.sign("HMAC", hmac, utf8.encode(group + "\\0" + canonical(value)));
    commitments[group] = [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    openings[group] = {key: base64(key), value};
  }
  const words = {...said, v: 1, log, commitments, alg: "ES256"};
  const message = utf8.encode("lodebook/entry@v1\\n" + canonical(words));
  const signature = base64(await crypto.subtle.sign({name: "ECDSA", hash: "SHA-256"}, window.phone, message));
  const entry = {...said, alg: "ES256", commitments, openings, signature};
  const answer = await fetch("/api/v1/entries/", {
    method: "POST",
    headers: {"Content-Type": "application/json", "Authorization": "Bearer " + token},
    body: JSON.stringify({entries: [entry]}),
  });
  return [await answer.json(), entry];
}"""


def test_a_browser_s_own_key_and_signature_are_taken(browser, served):
    page, complaints = opened(browser, PHONE)
    page.goto(f"{served.address}/login/")
    world, device = served.world, str(uuid4())
    token = make_token(User.objects.get(username=roles.TAGGING_AGENT))

    made = page.evaluate(MAKE_KEY)
    facts = {"device": device, "alg": "ES256", "public_key": made["publicKey"], "party": world.agency}
    make.entered(world.programme, make.envelope("device.enrolled.v1", **facts))
    tagging = world.tagging()
    hidden = {"trade": {"holder": tagging["facts"].pop("holder")}}
    said = {**tagging, "device": device, "seq": 1}
    sent = {"token": token, "log": settings.LOG_ORIGIN, "said": said, "hidden": hidden}
    (answer, entry) = page.evaluate(SIGN_AND_SEND, sent)

    assert made["exportable"] is False
    assert [each["status"] for each in answer["answers"]] == ["recorded"], answer
    assert str(DeviceEntry.objects.get().key) == entry["key"]
    assert Device.objects.get().entries == 1
    assert complaints == []
    page.context.close()
