"""The same law and the same kernel on a Spark that already stands: file names travel, not rows. Nothing else imports `pyspark`."""
