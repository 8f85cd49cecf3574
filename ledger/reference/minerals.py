"""The ores that a lot may be, by the trade's names; the reference tables of the register widen this list."""

MINERALS = {
    "cassiterite": "Tin",
    "coltan": "Tantalum",
    "wolframite": "Tungsten",
    "gold": "Gold",
    "cobalt_ore": "Cobalt",
    "copper_ore": "Copper",
    "copper_cobalt_ore": "Copper and cobalt",
    "diamond": "Diamond",
    "tourmaline": "Tourmaline",
    "lithium_ore": "Lithium",
    "other": "Other",
}
