"""`python -m twilio_async.emulator`: see `runner`."""

import sys

from twilio_async.emulator.runner import main

if __name__ == "__main__":
    sys.exit(main())
