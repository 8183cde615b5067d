"""Arguments and options: what a command is given, read and checked before there is a client."""
