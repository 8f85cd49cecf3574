"""Pages of being told: the inbox, what one follows, mail, and the endpoints of an organisation's machines."""
