"""What tests share: a clock moved by hand, a server that plays a script, clients of it, pages for it."""
