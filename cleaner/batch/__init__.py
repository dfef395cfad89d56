"""Many inputs: finding and reading them, writing what came of them."""
