"""Text: anything that can be read, several lines too."""

from brt.kinds.base import Kind


def parse(text: str) -> str:
    """Return the text as it is."""
    return text


KIND = Kind("text", parse=parse, example="Porte B, sonner deux fois", allows="\n\t")
