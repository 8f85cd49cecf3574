"""The engine that knows no trade: it locks, loads, checks, applies and writes any registered kind of entry."""
