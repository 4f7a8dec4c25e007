package sockopt

// MarshalText is [Setting.String], for encoding/json and the like; a Setting
// whose value was refused gives that error.
func (st Setting) MarshalText() ([]byte, error) {
	switch {
	case st.err != nil:
		return nil, st.err
	case st.o == nil:
		return nil, errNoOption("set")
	}
	return []byte(st.String()), nil
}

// Format returns the text form of a value of the option.
func (i Info) Format(v any) string {
	if i.o == nil {
		return formatValue(v, i.Unit)
	}
	return i.o.base().format(v)
}
