package sockopt

import "encoding/binary"

// npExtensionsForm is the form of the flag of a struct so_np_extensions: flags,
// and which of them the kernel is to look at.
var npExtensionsForm = form[bool]{"bool", putNPExtensions, getNPExtensions}

const npSetOptShut = 1 // SONPX_SETOPTSHUT

func putNPExtensions(e *encoding, _ *meta, r *row, v bool) error {
	b := e.grow(r.size())
	if v {
		binary.NativeEndian.PutUint32(b, npSetOptShut)
	}
	binary.NativeEndian.PutUint32(b[4:], npSetOptShut)
	return nil
}

func getNPExtensions(b []byte, r *row) (bool, error) {
	if len(b) < r.size() {
		return false, errShort(b)
	}
	return binary.NativeEndian.Uint32(b)&npSetOptShut != 0, nil
}
