"""How a running bot is seen from outside: whether it lives, whether it is ready and why not, its numbers."""
