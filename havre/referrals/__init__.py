"""Is put in touch: options are offered, and only what the person chose goes on."""
