package sockopt

// SCTPEvents are what a socket tells of its associations.
type SCTPEvents uint32

// Flags of SCTPEvents.
const (
	SCTPDataIOEvent          SCTPEvents = 1 << iota // each message with a control message SCTP_SNDRCV
	SCTPAssociationEvent                            // an association began or ended
	SCTPAddressEvent                                // an address of the peer changed its state
	SCTPSendFailureEvent                            // a message could not be sent
	SCTPPeerErrorEvent                              // the peer reported an error
	SCTPShutdownEvent                               // the peer sends no more
	SCTPPartialDeliveryEvent                        // a message that was partly read comes no further
	SCTPAdaptationLayerEvent                        // what the peer's layer above says of itself
	SCTPAuthenticationEvent                         // a key came into use
	SCTPSenderDryEvent                              // all that was sent is acknowledged
	SCTPStreamResetEvent                            // streams were reset
	SCTPAssocResetEvent                             // the association was reset
	SCTPStreamChangeEvent                           // streams were added
	SCTPSendFailedEvent                             // as SCTPSendFailureEvent, in the form of RFC 6458
)

// String returns the names of the events, as in "association|shutdown".
func (e SCTPEvents) String() string {
	return flagNames(uint32(e), "0", []string{"dataio", "association", "address", "sendfailure", "peererror", "shutdown",
		"partialdelivery", "adaptationlayer", "authentication", "senderdry", "streamreset", "assocreset", "streamchange", "sendfailed"})
}

var sctpEventsForm = form[SCTPEvents]{"SCTPEvents", putSCTPEvents, getSCTPEvents}

// sctpEventAt returns where the byte of the event n is in a struct
// sctp_event_subscribe: NetBSD has the reset of streams right behind the eight
// that all have.
func sctpEventAt(n int, as layout) int {
	if as == sctpEventsNetBSD {
		switch n {
		case 8, 9:
			return sizes[as]
		case 10:
			return 8
		}
	}
	return n
}

func putSCTPEvents(e *encoding, _ *meta, r *row, v SCTPEvents) error {
	b := e.grow(r.size())
	for n := range 32 {
		if v>>n&1 == 0 {
			continue
		}
		at := sctpEventAt(n, r.as)
		if at >= len(b) {
			return &valueError{"the event " + SCTPEvents(1<<n).String() + " is none of this system's"}
		}
		b[at] = 1
	}
	return nil
}

// getSCTPEvents reads as many events as the kernel knows.
func getSCTPEvents(b []byte, r *row) (v SCTPEvents, err error) {
	if len(b) == 0 {
		return 0, errShort(b)
	}
	for n := range 32 {
		if at := sctpEventAt(n, r.as); at < len(b) && b[at] != 0 {
			v |= 1 << n
		}
	}
	return v, nil
}

// MarshalText returns the text of String.
func (v SCTPEvents) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants.
func (v *SCTPEvents) UnmarshalText(text []byte) error { return parseText(v, text) }
