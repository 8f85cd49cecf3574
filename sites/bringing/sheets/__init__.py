"""The sheets that can be brought in: what each column says, and which entries a row becomes."""

from sites.bringing.columns import Sheet
from sites.bringing.sheets.bags import BAGS
from sites.bringing.sheets.licences import LICENCES
from sites.bringing.sheets.parties import PARTIES
from sites.bringing.sheets.purchases import PURCHASES
from sites.bringing.sheets.sites import SITES
from sites.bringing.sheets.statuses import STATUSES
from sites.bringing.sheets.visits import VISITS

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet for sheet in (SITES, PARTIES, LICENCES, VISITS, STATUSES, BAGS, PURCHASES)
}
"""In the order in which a register is filled: what a later sheet names, an earlier one registers; then the trade."""
