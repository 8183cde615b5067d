"""Credentials: what a request is authorized by, and tokens of OAuth."""
