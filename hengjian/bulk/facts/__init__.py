"""Facts in columns: what is clear in the events of matters as Parquet sorted by matter, for the kernel and for the live check alike.

Where events come from and what proves them is known above; here they are written, read and judged.
"""
