"""What tests share: a clock moved by hand, a server that plays a script, clients bound to it."""
