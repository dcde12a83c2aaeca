"""What has happened, kept in one SQLite file: the only package that knows a database driver."""
