"""What the publishers offer now, brought here: the only room that touches the network."""
