"""What a resource is declared with: places in the tree of addresses, verbs, parameters, files."""
