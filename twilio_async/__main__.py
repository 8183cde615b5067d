"""`python -m twilio_async`: see `cli`."""

from twilio_async.cli import main

if __name__ == "__main__":
    main()
