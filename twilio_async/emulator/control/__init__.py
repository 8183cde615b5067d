"""Control: what tests, programs and people see and change of the emulator, over HTTP under `/_emulator/`."""
