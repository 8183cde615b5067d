"""Tests of campaigns and their journals, on each database that is there."""
