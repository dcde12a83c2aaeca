"""Emails: their texts rendered, the messages built and checked, handed over by a transport, one after another."""
