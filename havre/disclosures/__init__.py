"""The door: personal information leaves the house here, or not at all."""
