"""Sentences for refusals about incidents."""

from django.utils.translation import gettext_lazy as _

INCIDENT_SENTENCES = {
    "category_or_headline": _("Say what it is about once: “%(field)s” must be %(expected)s."),
    "headline_is_several": _(
        "Headline %(given)s stands for several paragraphs of Annex II: %(expected)s. Choose the one that is meant."
    ),
    "incident_nowhere": _("Say where it happened or whom it is about: %(expected)s."),
    "nothing_named": _("Name at least one lot or tag."),
    "named_before": _("This is named in the incident already: %(lots)s. Leave it out."),
    "unknown_incident": _("Incident %(incident)s is not known here yet. The entry waits until its report arrives."),
    "incident_closed": _(
        "Incident %(incident)s was closed on %(closed_on)s. Open it again, with the reason, before you go on."
    ),
    "incident_open": _("Incident %(incident)s is open. There is nothing to open again."),
    "already_acknowledged": _("Incident %(incident)s was acknowledged before."),
    "level_same": _("Incident %(incident)s is of level %(level)s already."),
    "level_fixed": _(
        "Incident %(incident)s is about what Annex II answers with stopping at once. It stays level 1, the worst, "
        "unless a finding says that the claim does not hold."
    ),
    "party_to_case": _(
        "You, or the party that you act for, are named in incident %(incident)s. Somebody else works on it; you may "
        "reply."
    ),
    "reporter_closes": _("You entered incident %(incident)s. Somebody else closes it."),
    "not_named": _("Only who is named in incident %(incident)s replies to it, or a keeper who holds their letter."),
    "reply_of_nobody": _("Say whose reply it is."),
    "no_finding": _("Incident %(incident)s has no finding yet. Make one first: an outcome rests on it."),
    "outcome_against_finding": _("“%(field)s” must be %(expected)s. Make another finding first, or another outcome."),
    "no_plan": _("Incident %(incident)s has no plan. Who goes on while mitigating needs one."),
    "plan_in_future": _("“%(field)s” lies after the day of the entry. Correct the day."),
    "step_before_plan": _("A step is due on %(given)s, before the plan was adopted. Correct one of the two days."),
    "step_too_late": _(
        "A step is due on %(due_on)s. This plan has to show its worth by %(deadline)s: set an earlier day."
    ),
    "step_unknown": _("Step %(step)s is no open step of the plan in force of incident %(incident)s."),
    "decision_due": _(
        "Incident %(incident)s had to be decided by %(decide_by)s. Decide first: go on, suspend or leave."
    ),
    "plan_failed": _(
        "The plan of incident %(incident)s had until %(deadline)s, and %(steps)s of its steps are not done. Suspend "
        "for three months at least, or leave."
    ),
    "suspension_too_short": _("A suspension lasts until %(least)s at least, not until %(until)s."),
    "too_early_to_publish": _(
        "Incident %(incident)s is open. Its summary may be published when it is closed, or from %(publish_from)s on."
    ),
    "not_blurred": _("The summary names “%(word)s”. Say no more than the territory, and no names."),
}
