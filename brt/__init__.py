"""Installation types for telecom resellers: who does what, when, and which email leaves."""

__version__ = "0.1.0"
