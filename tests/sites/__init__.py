"""Sites on loopback, their layouts and what is done to them."""
