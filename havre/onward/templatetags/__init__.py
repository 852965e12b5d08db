"""What the pages of notes show of their way on."""
