package sockopt

// FastOpenKeys are the secrets behind the cookies of TCP Fast Open, each of 16
// bytes. Cookies are made with Primary, and taken if either made them, so that
// keys can be changed: the old one becomes the backup.
type FastOpenKeys struct {
	Primary Secret
	Backup  Secret // empty: none
}

// String returns the fields that are not zero, as in
// "primary=[16 bytes]".
func (k FastOpenKeys) String() string { return formatFields(k) }

const fastOpenKeySize = 16

var fastOpenKeysForm = form[FastOpenKeys]{"FastOpenKeys", putFastOpenKeys, getFastOpenKeys}

func putFastOpenKeys(e *encoding, _ *meta, _ *row, v FastOpenKeys) error {
	primary, backup := v.Primary.bytes(), v.Backup.bytes()
	if len(primary) != fastOpenKeySize || len(backup) != fastOpenKeySize && len(backup) != 0 {
		return &valueError{"a key must be 16 bytes"}
	}
	b := e.grow(len(primary) + len(backup))
	copy(b[copy(b, primary):], backup)
	return nil
}

func getFastOpenKeys(b []byte, _ *row) (k FastOpenKeys, err error) {
	switch len(b) {
	case 2 * fastOpenKeySize:
		k.Backup = NewSecret(b[fastOpenKeySize:])
		fallthrough
	case fastOpenKeySize:
		k.Primary = NewSecret(b[:fastOpenKeySize])
		fallthrough
	case 0:
		return k, nil
	}
	return k, errShort(b)
}
