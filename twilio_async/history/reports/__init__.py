"""Reports: what an export comes to, in totals, and as a page of charts."""
