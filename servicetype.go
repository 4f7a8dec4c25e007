package sockopt

// A ServiceType is a kind of traffic, NET_SERVICE_TYPE_* of macOS.
type ServiceType int

// Values of ServiceType.
const (
	ServiceBestEffort     ServiceType = iota // BE: whatever has no other
	ServiceBackground                        // BK: backups and the like, which nobody waits for
	ServiceSignaling                         // SIG: setting up calls, such as SIP
	ServiceVideo                             // VI: video calls
	ServiceVoice                             // VO: voice calls
	ServiceResponsiveAV                      // RV: screen sharing
	ServiceStreamingAV                       // AV: playing audio and video from a buffer
	ServiceOAM                               // OAM: operation and management, VPN tunnels
	ServiceResponsiveData                    // RD: what a user waits for, such as mail
)

var serviceTypeNames = []string{"BE", "BK", "SIG", "VI", "VO", "RV", "AV", "OAM", "RD"}

// String returns the end of the C name, such as "BE", or the number of a kind that
// this package does not know.
func (t ServiceType) String() string { return nameAt(serviceTypeNames, int(t)) }

// MarshalText returns the text of String.
func (v ServiceType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ServiceType) UnmarshalText(text []byte) error { return parseText(v, text) }

var serviceTypeForm = form[ServiceType]{"ServiceType", putNumber[ServiceType], getNumber[ServiceType]}
