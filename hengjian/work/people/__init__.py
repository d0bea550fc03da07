"""Who works here: units on a tree, accounts, posts, delegation, and what each of them may see. No matter stands here."""
