"""`pytest tests/golden --golden` writes the pages anew: read the difference before you keep it."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--golden", action="store_true", help="write what pages look like anew")
