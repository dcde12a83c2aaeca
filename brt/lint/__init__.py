"""The linter: everything that the language refuses, and advice on what it accepts."""
