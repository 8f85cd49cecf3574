"""The register as people see it: the list, the map, the page of a site."""
