"""Sentences for refusals about weights, grades and what is made of lots."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WEIGHT_SENTENCES: dict[str, Any] = {
    # --- weighing ---------------------------------------------------------------------------------------------------
    "scale_not_registered": _(
        "No scale “%(scale)s” is registered at %(place)s, but these are: %(known)s. Weigh on one of them, or have the "
        "scale registered with its calibration."
    ),
    "scale_not_calibrated": _(
        "The calibration of scale “%(scale)s” does not hold on %(day)s; its last ran until %(last_on)s. Weigh on "
        "another one, and have it calibrated."
    ),
    "typed_differs": _(
        "“%(field)s” makes %(typed_g)s, but %(said_g)s were sent. Read the scale again and check its unit."
    ),
    # --- grades -----------------------------------------------------------------------------------------------------
    "grade_impossible": _(
        "%(grade_ppm)s of %(grade_of)s cannot be: the pure mineral holds %(most_ppm)s. Check the unit (one in a "
        "hundred is 10,000 ppm), and whether the oxide or the metal was meant."
    ),
    "grades_above_whole": _(
        "All oxides of lot %(lot)s together make %(found_ppm)s; more than %(most_ppm)s cannot be. Check the grades of "
        "%(of)s."
    ),
    "grade_without_basis": _(
        "Lot %(lot)s has a grade without what it is a grade of, or the other way round. Say both: the oxide or the "
        "metal, and how much."
    ),
    # --- what is made of lots ---------------------------------------------------------------------------------------
    "lots_apart": _("These lots lie at different places: %(places)s. Bring them together first, with a dispatch."),
    "ore_of_other_kind": _(
        "Lot %(lot)s cannot be another ore than went in, unless it is a by-product. Declare it as one, or correct the "
        "ore."
    ),
    "sectors_differ": _(
        "Lot %(lot)s and lot %(other)s are of different sectors: artisanal and industrial cobalt may not be mixed. "
        "Process them apart."
    ),
    "special_stock_alone": _(
        "Lot %(lot)s is seized or legacy stock and is never mixed with other lots. Work on it alone."
    ),
    "special_stock_grows": _(
        "Lot %(lot)s is seized or legacy stock: it can only become less. Weigh again; what came in besides is no part "
        "of it."
    ),
}
