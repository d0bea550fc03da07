"""Log files as columns of text or typed values, in file order. What the columns mean is the mapping's business."""
