"""A value without quotes means one thing to some readers and another thing to others.

What it does
    Refuses, without quotes: `yes`, `no`, `on`, `off`, numbers with a zero in front or with `_`, times such as `8:30`,
    `1e3`, and dates where a text is expected. `true`, `false`, `3`, `12.50` and `2026-12-15` (where a date is
    expected) are read alike by all.

Why is this bad
    `0145670123` is an octal number to YAML 1.1 and a decimal one to YAML 1.2; `8:30` is 510, `no` is false: editors,
    reviewers and brt would not see the same file.

Example
    choices: [8:30, 14:00]

Use instead
    choices: ["8:30", "14:00"]
"""
