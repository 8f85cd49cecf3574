"""Pages of incidents: the list, a case, its forms; what is published; messages without a name; what holds cost."""
