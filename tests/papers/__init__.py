"""Documents and photos: what is accepted, what is taken out of them, who may open them."""
