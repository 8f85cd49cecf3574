"""Pages of devices: the list with its counters, one device, and the forms that enrol and revoke."""
