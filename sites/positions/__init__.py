"""Where sites lie, to the metre: kept outside replay, read from openings, gone when an opening is erased."""
