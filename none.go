package sockopt

// A None is the value of an option that has none, and is set to have something
// done.
type None struct{}

// String returns "none".
func (None) String() string { return "none" }

func (*None) parse(text string) error {
	if lower(text) != "none" {
		return &valueError{`must be "none"`}
	}
	return nil
}

var noneForm = form[None]{"None", func(e *encoding, _ *meta, r *row, _ None) error {
	e.grow(r.size())
	return nil
}, nil}
