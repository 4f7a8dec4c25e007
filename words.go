package sockopt

// The text forms of numbers and flags that have names: see parseWords.

// MarshalText returns the text of String.
func (v AddrPreferences) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants, as the C constants differ between systems.
func (v *AddrPreferences) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v AddressFamily) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *AddressFamily) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v ClockID) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ClockID) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v CongestionState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *CongestionState) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v FanoutFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
func (v *FanoutFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v FanoutMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *FanoutMode) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v FlowLabelAction) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *FlowLabelAction) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v FlowLabelFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
func (v *FlowLabelFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v FlowLabelShare) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *FlowLabelShare) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v MinMTU) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *MinMTU) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v PacketClock) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
func (v *PacketClock) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v PacketMembershipKind) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *PacketMembershipKind) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v PathMTUDiscovery) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
// The prefix IP_PMTUDISC_ or IPV6_PMTUDISC_ of the C names is accepted too.
func (v *PathMTUDiscovery) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v PortChoice) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *PortChoice) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v ProtectionLevel) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ProtectionLevel) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v ProtocolNumber) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ProtocolNumber) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SaveSynMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SaveSynMode) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v ServiceType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ServiceType) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SockType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SockType) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v TCPState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TCPState) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v TLSCipher) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TLSCipher) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v TLSMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TLSMode) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v TPacketVersion) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TPacketVersion) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v TimestampClock) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TimestampClock) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v TimestampFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// The prefix SOF_TIMESTAMPING_ of the C names is accepted too.
func (v *TimestampFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v UDPEncapType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *UDPEncapType) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPEvents) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants.
func (v *SCTPEvents) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPPeerFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants, as the C constants differ between systems.
func (v *SCTPPeerFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPReach) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SCTPReach) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPSendFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants, as the C constants differ between systems.
func (v *SCTPSendFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SCTPState) UnmarshalText(text []byte) error { return parseText(v, text) }
