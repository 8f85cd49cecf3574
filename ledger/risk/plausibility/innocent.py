"""What may explain an anomaly without anybody having done wrong: said beside every flag, so that nobody is accused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NEW_PIT = _("A new pit or a richer vein was opened.")
MORE_MINERS = _("More people dig than when the capacity was set.")
DRY_SEASON = _("The season: pits that stand under water in the rains are dug in the dry months.")
PRICE_JUMP = _("The price rose, and more people dig or sell what they had kept.")
OLD_STOCK = _("Ore that had been dug earlier was tagged and sold at once.")
SCALE_CHANGE = _("The scale was changed or adjusted.")
COARSE_SCALE = _("The scale has coarse steps, or bags are filled to a mark.")
LIST_TYPED = _("Bags were closed through the day, and typed in as one list.")
MANY_HANDS = _("Several people closed the bags, and one of them entered them all.")
NIGHT_SHIFT = _("The team works at night because of heat or water, and the agent lives at the site.")
CLOCK_WRONG = _("The clock of the telephone or its time zone was wrong.")
NO_NETWORK = _("There was no network, and the telephone sent everything at once.")
PAPER_FIRST = _("The paper book is typed by somebody else, who comes at the end of the month.")
BOOKLETS = _("The agent keeps several booklets, or took over one from a colleague.")
SPOILT = _("Tags were torn or lost and have not been reported yet.")
BUYER_LEFT = _("Another buyer stopped buying or closed for some time.")
ONE_BUYER = _("Only one buyer comes there, or the cooperative has a contract with one.")
MINERS_MOVED = _("Miners moved to another place when the neighbour was closed.")
CAPACITY_OLD = _("The capacity of some mines was set too low or long ago.")
OTHER_ORE = _("Another vein or another way of washing gives another grade.")
OTHER_LABORATORY = _("Another laboratory or method found the grade.")
COUNTED_ONCE = _("Visitors wrote down the number of the register instead of counting.")
TYPING_SLIP = _("A card or telephone number was typed wrong, or two people share a telephone.")
DATE_SLIP = _("A day was typed wrong.")
ALLOWED_WORK = _("The ore had been dug before the site was closed, and tagged under supervision.")
TABLE_OLD = _("The published figures are years old, and production has grown.")
