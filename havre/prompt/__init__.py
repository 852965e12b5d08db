"""The house at the shell's prompt: `bin/havre COMMAND`."""
