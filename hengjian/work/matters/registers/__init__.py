"""The registers of property and of the case area: rows made from the events of a matter, and the questions pages ask of them."""
