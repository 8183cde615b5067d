"""The means of declaring a resource: places in the tree of addresses, verbs, parameters, files."""
