"""What an operator sees and does: metrics, readiness, log lines, partitions, the log's key."""
