"""Data on stdout: tables for people, and forms for programs."""
