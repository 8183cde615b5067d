"""Rules: whether a message may leave now, later or not at all, as pure functions of message and moment."""
