package sockopt

import "encoding/binary"

var sctpAssocForm = form[uint32]{"uint32", putSCTPAssoc, getSCTPAssoc}

// putSCTPAssoc writes a struct sctp_assoc_value of no association, or where the
// row says so the number alone.
func putSCTPAssoc(e *encoding, m *meta, r *row, v uint32) error {
	if r.as != sctpAssocValue {
		return putNumber(e, m, r, v)
	}
	binary.NativeEndian.PutUint32(e.grow(8)[4:], v)
	return nil
}

func getSCTPAssoc(b []byte, r *row) (uint32, error) {
	switch {
	case r.as != sctpAssocValue:
		return getNumber[uint32](b, r)
	case len(b) != 8:
		return 0, errShort(b)
	}
	return binary.NativeEndian.Uint32(b[4:]), nil
}
