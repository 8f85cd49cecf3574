"""The page of one mine site, section by section: each reads what it shows and asks the access layer what it may."""
