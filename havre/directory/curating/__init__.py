"""The curator's desk: forms made of the catalogue, what differs in words, and the pages."""
