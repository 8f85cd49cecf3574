"""The trade of a month, played from outside: entries over HTTP, files, pages, and a clock that moves day by day."""
