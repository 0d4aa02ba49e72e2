package main

// outlive has nothing to do: Windows knows no limit of file sizes.
func outlive() {}
