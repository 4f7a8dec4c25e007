package sockopt

import (
	"encoding/binary"
	"strconv"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// Credentials are those of the process at the other end of a Unix socket, as
// they were when it connected or listened.
type Credentials struct {
	PID int // 0 where the kernel does not tell it
	UID uint32
	GID uint32
	// Groups are all the groups, the effective one first, where the kernel
	// tells them with the rest; else nil.
	Groups []uint32
}

// String returns the fields that are known, as in "pid 123 uid 0 gid 0".
func (c Credentials) String() string {
	s := "uid " + strconv.FormatUint(uint64(c.UID), 10) + " gid " + strconv.FormatUint(uint64(c.GID), 10)
	if c.PID != 0 {
		s = "pid " + strconv.Itoa(c.PID) + " " + s
	}
	return s
}

var credentialsForm = form[Credentials]{"Credentials", nil, getCredentials}

func getCredentials(b []byte, r *row) (Credentials, error) {
	switch r.as {
	case credXucred, credXucredPID:
		return getXucred(b, r.as == credXucredPID)
	}
	if len(b) < r.size() {
		return Credentials{}, errShort(b)
	}
	first, second, third := binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint32(b[4:]), binary.NativeEndian.Uint32(b[8:])
	c := Credentials{PID: int(int32(first)), UID: second, GID: third}
	switch r.as {
	case credUIDGIDPID:
		c = Credentials{UID: first, GID: second, PID: int(int32(third))}
	case credAIX:
		c.UID, c.GID = binary.NativeEndian.Uint32(b[16:]), binary.NativeEndian.Uint32(b[20:])
	}
	if c.PID == 0 && c.UID == 1<<32-1 {
		return Credentials{}, sys.ErrNoPeer // Linux does not fail where there is no peer
	}
	return c, nil
}

// getXucred reads a struct xucred: a version, which is 0, the uid, the number of
// groups as a short, sixteen groups, and on FreeBSD the pid in a union with a
// pointer.
func getXucred(b []byte, pid bool) (Credentials, error) {
	const groups, most = 12, 16
	if len(b) < groups+4 {
		return Credentials{}, errShort(b)
	}
	if v := binary.NativeEndian.Uint32(b); v != 0 {
		return Credentials{}, &answerError{"xucred version " + itoa(int64(v))}
	}
	n := int(int16(binary.NativeEndian.Uint16(b[8:])))
	if n < 1 || n > most || len(b) < groups+4*n {
		return Credentials{}, &answerError{"a xucred with " + strconv.Itoa(n) + " groups"}
	}
	c := Credentials{UID: binary.NativeEndian.Uint32(b[4:]), Groups: make([]uint32, n)}
	for i := range c.Groups {
		c.Groups[i] = binary.NativeEndian.Uint32(b[groups+4*i:])
	}
	c.GID = c.Groups[0]
	if at := (groups + 4*most + wordSize - 1) / wordSize * wordSize; pid && len(b) >= at+4 {
		c.PID = int(int32(binary.NativeEndian.Uint32(b[at:])))
	}
	return c, nil
}
