"""What happens in the city: each story is a list of acts with the time between them. What the acts mean stands in `law/flows`."""
