"""Red flags of the OECD supplements, of place and supplier: RF-L1, RF-L3, RF-S1 and RF-S2."""
