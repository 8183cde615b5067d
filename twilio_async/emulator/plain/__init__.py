"""The plain resources of 2010-04-01: what is neither message nor voice, one module for each family."""
