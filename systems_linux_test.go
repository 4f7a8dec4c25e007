package sockopt_test

import (
	"errors"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
)

func init() {
	rules = append(rules,
		absent[sockopt.TLSMode]{sockopt.TLSTXMode, sockopt.TLSModeSoftware},
		absentRead[sockopt.TLSMode]{sockopt.TLSRXMode},
		absentRead[int]{sockopt.ListenQLimit},
		absentRead[int]{sockopt.ListenQLen},
		absentRead[int]{sockopt.ListenIncQLen},
		absent[int]{sockopt.RoutingTable, 0},
		absent[bool]{sockopt.RError, true},
		absent[sockopt.SpliceConfig]{sockopt.Splice, sockopt.SpliceConfig{Target: -1}},
		absent[string]{sockopt.TCPStack, "rack"},
		absentWrite[int]{sockopt.ReusePortLBNUMA, -1},
		absentRead[int]{sockopt.NRead},
		absentRead[int]{sockopt.NWrite},
		absent[bool]{sockopt.SetOptAfterShutdown, true},
		absent[sockopt.ServiceType]{sockopt.NetServiceType, sockopt.ServiceVoice},
		absent[bool]{sockopt.DgramErrInd, true},
		absent[bool]{sockopt.RandomizePort, true},
		absent[bool]{sockopt.PauseAccept, true},
		absent[bool]{sockopt.PortScalability, true},
		absent[bool]{sockopt.ReuseMulticastPort, true},
		absentRead[time.Duration]{sockopt.ConnectTime},
		absentWrite[sockopt.FD]{sockopt.UpdateAcceptContext, 5},
		absentWrite[sockopt.None]{sockopt.UpdateConnectContext, sockopt.None{}},
		absentRead[uint32]{sockopt.MaxMsgSize},
		absentRead[sockopt.ICMPError]{sockopt.ICMPErrorInfo},
		absent[bool]{sockopt.RecvECN, true},
	)
}

// An absentWrite is the rule of an option to set that Linux does not have.
type absentWrite[T any] struct {
	option sockopt.WriteOnly[T]
	value  T
}

func (r absentWrite[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r absentWrite[T]) holds(t *testing.T, k kind) {
	assert.False(t, r.option.Info().Supported)
	assert.ErrorIs(t, r.option.Set(openKind(t, k), r.value), errors.ErrUnsupported)
}
