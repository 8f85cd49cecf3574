"""Sentences for what can be wrong with a request as such; those for entries are the inbox's."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "not_json": _("The body is not JSON in UTF-8. Send a record as /api/v1/schema/ describes it."),
    "name_doubled": _("A name stands twice in one record. Send each name once."),
    "text_not_allowed": _("A text holds the sign NUL or half of a surrogate pair. Send plain Unicode text."),
    "too_deep": _("The JSON is nested more than %(most_depth)s deep. Send it as /api/v1/schema/ describes it."),
    "body_too_large": _("The body is larger than %(most_bytes)s bytes. Send the entries in several requests."),
    "not_json_type": _("Send the body with Content-Type: application/json."),
    "not_entries": _('The body must be a record with a list “entries”: {"entries": [ … ]}.'),
    "no_entries": _("The list “entries” is empty. Send at least one entry."),
    "too_many_lines": _("%(given)s entries are too many for one request. Send at most %(most)s at a time."),
    "token_missing": _("Sign in with a token: Authorization: Bearer … (manage.py api_token makes one)."),
    "token_wrong": _("This token is not known, or no longer valid. Ask who runs Lodebook for a new one."),
    "no_role": _("No role of yours is in force. Ask a programme manager to give you one."),
    "not_found": _("There is nothing at this address, or nothing that you may see. Addresses end with a slash."),
    "method_not_allowed": _("This address does not take this method. /api/v1/schema/ lists what it takes."),
    "not_acceptable": _("This address has no answer in the form that Accept asks for. Ask for application/json."),
    "bad_parameter": _("The value of “%(parameter)s” is not understood. It must be %(expected)s."),
    "records_wrong": _("%(count)s fields of the file are wrong; “errors” names each. Nothing was written."),
    "no_checkpoint_yet": _("The log has not signed a checkpoint yet. Ask again in a few seconds."),
    "database_away": _("The database does not answer. Try again in a few seconds."),
    "bad_request": _("The request is not understood."),
    "unexpected": _("Something went wrong on our side. Send the same entries again: no key is recorded twice."),
}
