"""Documents: their words, their outline, and who may change them."""
