"""The register and monthly report of a trader, on the page and as files (RPT-CD-01)."""
