"""Pages of screening: hits and what people decide, lists and their editions, parties that share something."""
