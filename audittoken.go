package sockopt

import (
	"encoding/binary"
	"strconv"
)

// An AuditToken is an audit_token_t of macOS, as its functions take it.
type AuditToken [8]uint32

// UID returns the effective user id.
func (t AuditToken) UID() uint32 { return t[1] }

// GID returns the effective group id.
func (t AuditToken) GID() uint32 { return t[2] }

// PID returns the process id.
func (t AuditToken) PID() int { return int(int32(t[5])) }

// String returns process, user and group, as in "pid 7 uid 501 gid 20".
func (t AuditToken) String() string {
	return "pid " + strconv.Itoa(t.PID()) + " uid " + itoa(int64(t.UID())) + " gid " + itoa(int64(t.GID()))
}

var auditTokenForm = form[AuditToken]{"AuditToken", nil, getAuditToken}

func getAuditToken(b []byte, _ *row) (t AuditToken, err error) {
	if len(b) != 4*len(t) {
		return t, errShort(b)
	}
	for i := range t {
		t[i] = binary.NativeEndian.Uint32(b[4*i:])
	}
	return t, nil
}
