"""What supervision finds: findings, opinions and replies, review queues, the statement of the police day. No rule of law stands here."""
