package sockopt

import (
	"bytes"
	"math"
	"slices"
	"testing"
	"time"
)

// A decoder reads an answer of the kernel, and where it can writes what it read
// and reads it again.
type decoder func(t *testing.T, b []byte)

func decode[T any](f form[T], same func(a, b T) bool, layouts ...layout) (list []decoder) {
	for _, as := range layouts {
		r := row{as: as, max: 64}
		if as != cString && as != cBytes {
			r.max = 0
		}
		list = append(list, func(t *testing.T, b []byte) {
			v, err := f.get(b, &r)
			if err != nil || f.put == nil || same == nil {
				return
			}
			var e encoding
			if f.put(&e, &meta{}, &r, v) != nil {
				return // what a kernel may answer and not take
			}
			if again, err := f.get(e.all(), &r); err != nil || !same(v, again) {
				t.Errorf("layout %d: % x is %v, and after a round trip %v (%v)", as, b, v, again, err)
			}
		})
	}
	return list
}

func equal[T comparable](a, b T) bool { return a == b }

func decoders() (list []decoder) {
	for _, more := range [][]decoder{
		decode(boolForm, equal, cInt, cUint, cByte, cUint64, cFlag),
		decode(intForm, equal, cInt, cUint, cByte),
		decode(uint32Form, equal, cInt, cUint),
		decode(uint64Form, equal, cUint64),
		decode(dsFieldForm, equal, cInt),
		decode(durationForm, equal, seconds, halfSeconds, milliseconds, uMillis, microseconds, timeval),
		decode(lingerForm, equal, lingerInts, lingerShorts),
		decode(stringForm, equal, cString),
		decode(bytesForm, bytes.Equal, cBytes),
		decode(interfaceForm, equal, ifIndex, ifIndexNet),
		decode(interfaceForm, nil, ifIndexNetW, ifAddr, ifAddrIndex, ifAddrNetW, ifMreqn),
		decode(addr4Form, equal, ifAddr),
		decode(addr4Form, nil, ifMreqn),
		decode(credentialsForm, nil, credPIDUIDGID, credUIDGIDPID, credXucred, credXucredPID, credAIX),
		decode(tcpInfoForm, nil, tcpInfoLinux, tcpInfoFreeBSD, tcpInfoNetBSD, tcpInfoOpenBSD, tcpInfoDarwin, tcpInfoWindows),
		decode(addressFamilyForm, nil, cInt, protocolInfoFamily),
		decode(sockTypeForm, nil, cInt),
		decode(protocolNumberForm, nil, cInt, protocolInfoProtocol),
		decode(pendingForm, nil, cInt),
		decode(udpEncapForm, equal, cInt),
		decode(netlinkGroupsForm, nil, netlinkGroups),
		decode(fanoutForm, equal, fanoutArgs),
		decode(packetStatsForm, nil, tpacketStats),
		decode(icmpFilterForm, equal, cUint),
		decode(icmp6FilterForm, equal, icmp6Blocked, icmp6Passed),
		decode(canFilterForm, slices.Equal, canFilters),
		decode(auditTokenForm, nil, auditToken),
		decode(sctpAssocForm, equal, sctpAssocValue),
		decode(sctpInitForm, equal, sctpInitShorts),
		decode(sctpRTOForm, equal, sctpRTOInfoWords),
		// Of other systems than Linux.
		decode(tlsModeForm, equal, cUint),
		decode(serviceTypeForm, equal, cInt),
		decode(tcpStackForm, equal, tcpFunctionSet),
		decode(npExtensionsForm, equal, npExtensions),
		decode(spliceForm, nil, spliceStruct),
		decode(connectTimeForm, nil, connectSeconds),
		decode(icmpErrorForm, nil, icmpErrorStruct),
	} {
		list = append(list, more...)
	}
	return list
}

// FuzzDecode: no answer of a kernel, of whatever length, makes a panic.
func FuzzDecode(f *testing.F) {
	all := decoders()
	for n := range all {
		for _, size := range []int{0, 1, 2, 3, 4, 8, 11, 12, 16, 20, 76, 84, 88, 112, 280, protocolInfoSize} {
			f.Add(uint8(n), make([]byte, size))
			f.Add(uint8(n), bytes.Repeat([]byte{0xff}, size))
		}
		f.Add(uint8(n), bytes.Repeat([]byte{1, 0, 0, 0, 2, 0, 0, 0}, 40))
	}
	for _, s := range tcpStructs {
		for n := range all {
			f.Add(uint8(n), s.bytes())
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, b []byte) {
		all[int(n)%len(all)](t, b)
	})
}

// FuzzEncode: a number or a duration reaches the kernel as what was asked,
// rounded up to the unit, or is refused.
func FuzzEncode(f *testing.F) {
	for _, v := range []int64{
		0, 1, -1, 7, 255, 256, 32767, 32768, 65535, 65536, math.MaxInt32, math.MaxInt32 + 1, math.MinInt32, math.MinInt32 - 1,
		math.MaxUint32, math.MaxUint32 + 1, 1<<32 | 7, math.MaxInt64, math.MinInt64,
		int64(time.Second), int64(time.Second) + 1, int64(time.Second) / 2, int64(32767 * time.Second), int64(1 << 31 * time.Second),
	} {
		for as := cInt; as <= lingerShorts; as++ {
			f.Add(uint8(as), v, int64(0), int64(0))
			f.Add(uint8(as), v, int64(1), int64(255))
		}
	}
	f.Fuzz(func(t *testing.T, as uint8, v, lo, hi int64) {
		r := row{as: layout(as) % (lingerShorts + 1)}
		m := meta{min: min(lo, hi), max: max(lo, hi)}
		var e encoding
		switch r.as {
		case absent:
			return
		case cInt, cUint, cByte:
			if int64(int(v)) != v || putNumber(&e, &m, &r, int(v)) != nil {
				return
			}
			got, err := getInteger(e.all(), &r)
			if err != nil || got != v {
				t.Errorf("layout %d: %d is written as %d (%v)", as, v, got, err)
			}
			if (m.min != 0 || m.max != 0) && (v < m.min || v > m.max) {
				t.Errorf("layout %d: %d is out of %d to %d and accepted", as, v, m.min, m.max)
			}
		case cUint64:
			if putUint64(&e, &m, &r, uint64(v)) != nil {
				t.Errorf("%d is refused", v)
			}
			if got, err := getUint64(e.all(), &r); err != nil || got != uint64(v) {
				t.Errorf("%d is written as %d (%v)", v, got, err)
			}
		case cFlag:
			if int64(int(v)) != v || putNumber(&e, &meta{}, &r, int(v)) != nil {
				return
			}
			if got, err := getInteger(e.all(), &r); err != nil || got != 0 && got != 1 || (got != 0) != (v != 0) {
				t.Errorf("%d is written as %d (%v)", v, got, err)
			}
		case lingerInts, lingerShorts:
			if r.as == lingerShorts {
				r.max = math.MaxUint16
			}
			if putLinger(&e, &m, &r, LingerConfig{true, time.Duration(v)}) != nil {
				return
			}
			got, err := getLinger(e.all(), &r)
			if err != nil || !got.Enable {
				t.Fatalf("%v is written as %v (%v)", time.Duration(v), got, err)
			}
			checkRounding(t, time.Duration(v), got.Timeout, time.Second)
		default:
			if putDuration(&e, &m, &r, time.Duration(v)) != nil {
				return
			}
			got, err := getDuration(e.all(), &r)
			if err != nil {
				t.Fatalf("%v cannot be read back: %v", time.Duration(v), err)
			}
			checkRounding(t, time.Duration(v), got, units[r.as])
		}
	})
}

func checkRounding(t *testing.T, asked, got, unit time.Duration) {
	if asked < 0 || got < asked || got-asked >= unit {
		t.Errorf("%v is written as %v, in units of %v", asked, got, unit)
	}
}
