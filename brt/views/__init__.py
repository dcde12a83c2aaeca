"""What a person or a program reads: rows turned into text."""
