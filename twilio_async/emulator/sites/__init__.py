"""Sites: what listens, and the site that media are loaded from."""
