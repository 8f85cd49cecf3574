"""Devices and programs that sign their entries where they make them: enrolled, checked, revoked."""
