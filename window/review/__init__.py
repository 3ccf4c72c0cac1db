"""The review of objects, the least sure first: their queue, the dock, and the object on the map."""
