"""What contributors call: to find and split text, to review and tidy rows, to compare versions, to run examples.

Each command is a function that returns a `CommandResult`; it raises OSError where a file cannot be written.
"""
