"""Who asks: credentials of options, variables and profiles, and where their secrets are."""
