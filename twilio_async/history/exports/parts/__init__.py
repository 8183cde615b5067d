"""The parts of an export: their names, their files, and copies of their rows."""
