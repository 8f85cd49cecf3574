"""Conflict in the register: the importer of events, what visits tell the rules, areas of conflict, and their pages."""
