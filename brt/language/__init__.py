"""From YAML to Plan: the language of installation types and email types (the only importer of yaml and pydantic)."""
