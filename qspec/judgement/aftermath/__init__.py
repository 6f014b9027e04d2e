"""What follows from a lot's disposition: delivery terms as data, and who may or must do what, in no language yet."""
