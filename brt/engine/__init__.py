"""The rules: given the State of a dossier and a command, which facts follow. Pure: day, person and numbers come in."""
