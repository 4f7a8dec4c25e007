package sockopt

// The text form of the numbers and flags that have names: what String prints is
// what UnmarshalText reads, whatever the case. A number does as well, and flags
// are joined by |.

// MarshalText is String, for encoding/json and the like.
func (v AddrPreferences) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *AddrPreferences) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v AddressFamily) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *AddressFamily) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v ClockID) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *ClockID) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v CongestionState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *CongestionState) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v DSField) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *DSField) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v FanoutFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *FanoutFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v FanoutMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *FanoutMode) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v FlowLabelAction) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *FlowLabelAction) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v FlowLabelFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *FlowLabelFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v FlowLabelShare) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *FlowLabelShare) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v MinMTU) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *MinMTU) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v PacketClock) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *PacketClock) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v PacketMembershipKind) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *PacketMembershipKind) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v PathMTUDiscovery) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *PathMTUDiscovery) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v PortChoice) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *PortChoice) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v ProtectionLevel) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *ProtectionLevel) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v ProtocolNumber) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *ProtocolNumber) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v SaveSynMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *SaveSynMode) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v ServiceType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *ServiceType) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v SockType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *SockType) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v TCPState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *TCPState) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v TLSCipher) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *TLSCipher) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v TLSMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *TLSMode) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v TPacketVersion) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *TPacketVersion) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v TimestampClock) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *TimestampClock) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v TimestampFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *TimestampFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText is String, for encoding/json and the like.
func (v UDPEncapType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String prints, or a number.
func (v *UDPEncapType) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPEvents) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (v *SCTPEvents) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPPeerFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (v *SCTPPeerFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPReach) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (v *SCTPReach) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPSendFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (v *SCTPSendFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// MarshalText returns the text of String.
func (v SCTPState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (v *SCTPState) UnmarshalText(text []byte) error { return parseText(v, text) }
