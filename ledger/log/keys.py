"""Entry keys: what became of each, so that a repeated message changes nothing (law 8)."""

KEY_OUTCOMES = """
    SELECT key::text, actor, words_hash, outcome, event_id, answer
    FROM ledger_eventkey WHERE key = ANY(%b::uuid[])"""
