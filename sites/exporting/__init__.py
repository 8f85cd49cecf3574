"""How the register leaves the house: CSV, XLSX, GeoJSON and the exchange form of the ICGLR."""
