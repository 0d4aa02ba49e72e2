package sample

func readme(c *company) ([]byte, error) { return []byte("# Sample data\n\nEighteen months of sales of an invented company, Hollis & Brandt, made by `xsell sample DIR`.\n"), nil }
