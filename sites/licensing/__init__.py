"""Licences: granted, renewed, stopped; agreements between holders and groups; and the question who may do what."""
