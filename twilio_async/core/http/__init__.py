"""The seam to aiohttp: connections, requests out, answers in."""
