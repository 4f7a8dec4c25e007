package sockopt

// The options of IPPROTO_TCP that are about what a SYN carries: tcp(7).

// SaveSyn (TCP_SAVE_SYN) keeps the headers of the SYN of each connection that a
// listener accepts, for [SavedSyn].
//
// Set it on the listener, before listen in a Control hook or later for the
// connections to come. The default is off. An MPTCP socket, such as [net.Listen]
// makes, refuses it.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c.
var SaveSyn = Option[SaveSynMode]{&saveSyn}

var saveSyn = param[SaveSynMode]{meta{id: idSaveSyn, name: "TCP_SAVE_SYN", since: "Linux 4.2", level: levelTCP, kinds: tcpKinds, phase: BeforeListen, min: 0, max: 2}, &saveSynForm}

// A SaveSynMode says which headers of a SYN are kept.
type SaveSynMode int

// Values of SaveSynMode.
const (
	SaveSynOff  SaveSynMode = iota
	SaveSynIP               // the IP and the TCP header
	SaveSynLink             // the link header before them too (Linux 5.10)
)

// String returns "off", "IP" or "link".
func (m SaveSynMode) String() string {
	switch m {
	case SaveSynOff:
		return "off"
	case SaveSynIP:
		return "IP"
	case SaveSynLink:
		return "link"
	}
	return itoa(int64(m))
}

var saveSynForm = form[SaveSynMode]{"SaveSynMode", putNumber[SaveSynMode], getNumber[SaveSynMode]}

// SavedSyn (TCP_SAVED_SYN) reads the headers of the SYN of an accepted
// connection, from the IP header on, with all options and without data.
//
// It is how a server tells one TCP stack from another. The listener must have
// [SaveSyn], which also puts the link header before them. The kernel frees them
// with the first Get that succeeds; after that, and where none were kept, it is
// empty. A Get allocates them. An MPTCP socket refuses it.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c, RFC 9293 section 3.1.
var SavedSyn = ReadOnly[[]byte]{&savedSyn}

var savedSyn = param[[]byte]{meta{id: idSavedSyn, name: "TCP_SAVED_SYN", since: "Linux 4.2", level: levelTCP, kinds: tcpKinds, phase: AfterConnect, access: AccessReadOnly, effect: "frees it"}, &bytesForm}

// FastOpenKey (TCP_FASTOPEN_KEY) sets the keys that make and check the cookies
// of a listener (TCP Fast Open).
//
// Servers behind one address share them. Set it on the listener, before listen
// in a Control hook or later; without it the listener has those of the sysctl
// net.ipv4.tcp_fastopen_key. A key cannot be taken away again, only replaced. A
// Get tells the keys that are in use, none before there are any, and allocates
// them. Linux has it since 4.15, and the backup key since 5.3.
//
// OS: Linux.
// Source: Linux ip-sysctl, Linux net/ipv4/tcp_fastopen.c, RFC 7413.
var FastOpenKey = Option[FastOpenKeys]{&fastOpenKeys}

var fastOpenKeys = param[FastOpenKeys]{meta{id: idFastOpenKey, name: "TCP_FASTOPEN_KEY", since: "Linux 4.15", level: levelTCP, kinds: tcpKinds, phase: BeforeListen, secret: true}, &fastOpenKeysForm}

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
