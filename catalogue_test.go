package sockopt

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A declaration is an exported option as the source has it.
type declaration struct {
	name   string
	access string // Option, ReadOnly, WriteOnly or Request
	doc    string
}

// declarations reads the catalogue files.
func declarations(t *testing.T) (list []declaration) {
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	fset := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, name := range spec.Names {
					if !name.IsExported() || name.Name == "ErrValue" {
						continue
					}
					lit, ok := spec.Values[i].(*ast.CompositeLit)
					require.True(t, ok, "%s is an exported variable and no option", name.Name)
					var generic ast.Expr
					switch typ := lit.Type.(type) {
					case *ast.IndexExpr:
						generic = typ.X
					case *ast.IndexListExpr:
						generic = typ.X
					}
					typ := generic.(*ast.Ident).Name
					list = append(list, declaration{name.Name, typ, gen.Doc.Text()})
				}
			}
		}
	}
	require.Greater(t, len(list), 70)
	return list
}

// All has each exported option once, and Lookup finds it by every name it has.
func TestAllHasEveryOption(t *testing.T) {
	count := map[string]int{}
	for o := range All() {
		count[o.Name]++
	}
	access := map[string]Access{"Option": AccessReadWrite, "ReadOnly": AccessReadOnly, "WriteOnly": AccessWriteOnly, "Request": AccessReadOnly, "SettableRequest": AccessReadWrite}
	for _, d := range declarations(t) {
		assert.Equal(t, 1, count[d.name], d.name)
		delete(count, d.name)
		o, ok := Lookup(d.name)
		require.True(t, ok, d.name)
		assert.Equal(t, d.name, o.Name)
		assert.Equal(t, access[d.access], o.o.base().access, "%s is a %s", d.name, d.access)
	}
	assert.Empty(t, count, "listed and not exported")

	_, ok := Lookup("SO_NO_SUCH_THING")
	assert.False(t, ok)
	_, ok = Lookup("")
	assert.False(t, ok)
}

// The order of All, Snapshot and Restore is that of the ids: by level and C name,
// wherever the catalogue has an option.
func TestOrderIsByLevelAndName(t *testing.T) {
	var before *meta
	for i := range catalogue {
		o := catalogue[i].o
		if o == nil {
			continue
		}
		m := o.base()
		assert.Equal(t, id(i), m.id, m.name)
		if before != nil && before.level == m.level {
			assert.LessOrEqual(t, before.name, m.name)
		} else if before != nil {
			assert.Less(t, before.level, m.level, m.name)
		}
		before = m
	}
}

func TestLookup(t *testing.T) {
	for o := range All() {
		byName, ok := Lookup(o.Name)
		require.True(t, ok, o.Name)
		assert.Equal(t, o.Name, byName.Name)
		// A C name may be that of two options: on Linux SO_REUSEPORT is the
		// balancing one too. The one whose own name it is comes first.
		for _, cname := range append([]string{o.CName, o.o.base().name}, o.Aliases...) {
			found, ok := Lookup(cname)
			require.True(t, ok, cname)
			if found.Name != o.Name {
				assert.Contains(t, append(found.Aliases, found.CName), cname)
			}
		}
		found, _ := Lookup(o.o.base().name)
		assert.Equal(t, o.Name, found.Name, "%s must find the option with that name", o.o.base().name)
	}
	for cname, name := range map[string]string{
		"TCP_NODELAY":         "NoDelay",
		"IPV6_ADD_MEMBERSHIP": "IPv6JoinGroup",
		"LOCAL_PEERCRED":      "PeerCred",
		"TCP_NOPUSH":          "Cork",
		"SIO_TCP_INFO":        "TCPInfo",
		"SO_REUSEPORT":        "ReusePort",
		"SO_USER_COOKIE":      "Mark",
		"IP_UNICAST_IF":       "IPUnicastIF",
		"SO_RTABLE":           "RoutingTable",
		"SO_RECVUCRED":        "PassCred",
		"SO_RCVTIMEO_NEW":     "RcvTimeo",
		"SO_SNDTIMEO_NEW":     "SndTimeo",
		"IP_MSFILTER":         "SourceFilter",
	} {
		found, ok := Lookup(cname)
		require.True(t, ok, cname)
		assert.Equal(t, name, found.Name)
	}
}

// What options say of themselves fits together.
func TestCatalogueIsSound(t *testing.T) {
	names := map[string]string{}
	ids := map[id]string{}
	for i := range catalogue {
		e := &catalogue[i]
		if e.o == nil {
			continue
		}
		m := e.o.base()
		assert.Equal(t, id(i), m.id, e.name)
		assert.Empty(t, ids[m.id], e.name)
		assert.Empty(t, names[m.name], "%s is the C name of two options", m.name)
		ids[m.id], names[m.name] = e.name, e.name

		o := e.info()
		assert.NotEmpty(t, o.OSes, e.name)
		assert.NotEmpty(t, o.Type, e.name)
		assert.NotEmpty(t, o.Level, e.name)
		assert.NotZero(t, m.kinds&families, e.name)
		assert.NotZero(t, m.kinds&types, e.name)
		assert.LessOrEqual(t, m.min, m.max, e.name)
		assert.Equal(t, m.level == levelDual, m.twins != nil, e.name)
		assert.NotContains(t, o.Aliases, o.CName, e.name)
		if r := m.row(); r != nil {
			assert.False(t, m.access == AccessReadOnly && r.access == AccessWriteOnly, e.name)
			assert.LessOrEqual(t, r.min, max(r.max, r.min), e.name)
			assert.Positive(t, r.size(), e.name)
		}
		if m.twins != nil {
			for i := range 2 {
				twin := m.twins.of(i)
				assert.Equal(t, []level{levelIP, levelIPv6}[i], twin.level, e.name)
				assert.Equal(t, m.access, twin.access, e.name)
				assert.Equal(t, m.phase, twin.phase, e.name)
				assert.Equal(t, m.unit, twin.unit, e.name)
			}
			assert.Equal(t, m.twins.of(0).kinds|m.twins.of(1).kinds, m.kinds, e.name)
		}
	}
}

// A row that is for some kinds of sockets only names some of the catalogue's.
func TestTableFitsTheKinds(t *testing.T) {
	for i := range catalogue {
		e := &catalogue[i]
		if e.o == nil {
			continue
		}
		m := e.o.base()
		r := m.row()
		if r == nil || r.kinds == 0 {
			continue
		}
		assert.NotZero(t, r.kinds&families, e.name)
		assert.NotZero(t, r.kinds&types, e.name)
		assert.Zero(t, r.kinds&^m.kinds, e.name)
		assert.NotEqual(t, m.kinds, r.kinds, "%s: what the catalogue says", e.name)
		assert.Equal(t, r.kinds, e.info().Kinds, e.name)
	}
}

// The rows of this OS have the layout that the option's form can write and read.
func TestTableFitsTheForms(t *testing.T) {
	fits := map[string][]layout{
		"bool":             {cInt, cByte, cFlag, dontFragPMTUD, npExtensions},
		"int":              {cInt, cUint, cByte, cFlag, ip6MTUInfo},
		"uint32":           {cInt, cUint, sctpAssocValue},
		"SaveSynMode":      {cInt},
		"MD5Key":           {md5Sig, md5SigExt},
		"FastOpenKeys":     {fastOpenKey},
		"MPTCPMetrics":     {mptcpInfo},
		"[]MPTCPSubflow":   {mptcpAddrs},
		"[]TCPMetrics":     {mptcpTCP},
		"CCState":          {ccInfo},
		"TLSKey":           {tlsKey, tlsEnable},
		"PacketInfo":       {in6PktInfo},
		"FlowLabelLease":   {flowLabelReq},
		"MulticastFilter":  {groupFilter4, groupFilter6},
		"ZeroCopyResult":   {zeroCopyRecv},
		"MPTCPState":       {mptcpFull},
		"[]AOKeyState":     {aoGetKeys},
		"AOKey":            {aoAdd},
		"AOKeyID":          {aoDel},
		"AOState":          {aoInfoOpt},
		"DSField":          {cInt},
		"time.Duration":    {seconds, halfSeconds, milliseconds, uMillis, microseconds, timeval, connectSeconds},
		"LingerConfig":     {lingerInts, lingerShorts},
		"string":           {cString, tcpFunctionSet},
		"[]byte":           {cBytes},
		"Interface":        {ifIndex, ifIndexNet, ifIndexNetW, ifAddr, ifAddrIndex, ifAddrNetW, ifMreqn},
		"netip.Addr":       {ifAddr, ifAddrIndex, ifAddrNetW, ifMreqn},
		"MulticastGroup":   {mreq, mreqIndex, mreqn, ipv6Mreq, groupReq4, groupReq6},
		"netip.AddrPort":   {sockaddrIP},
		"PathMTUDiscovery": {cInt, pmtudWindows},
		"MinMTU":           {cInt},
		"PortRange":        {portRange},
		"PortChoice":       {cInt},
		"ProtectionLevel":  {cInt},
		"AddrPreferences":  {addrPrefsLinux, addrPrefsSolaris, tempAddr},
		"MulticastSource":  {mreqIfaceSource, mreqSourceIface, groupSource4, groupSource6},
		"Credentials":      {credPIDUIDGID, credUIDGIDPID, credXucred, credXucredPID, credAIX},
		"TCPMetrics":       {tcpInfoLinux, tcpInfoFreeBSD, tcpInfoNetBSD, tcpInfoOpenBSD, tcpInfoDarwin, tcpInfoWindows},
		"error":            {cInt},
		"AddressFamily":    {cInt, protocolInfoFamily},
		"SockType":         {cInt},
		"ProtocolNumber":   {cInt, protocolInfoProtocol},
		"UDPEncapType":     {cInt},
		"[]uint32":         {netlinkGroups, cBytes},
		"PacketMembership": {packetMreq}, "Fanout": {fanoutArgs}, "TPacketVersion": {cInt},
		"PacketStats": {tpacketStats}, "PacketClock": {cInt}, "PacketRing": {tpacketReq3},
		"[]CANFilter": {canFilters}, "AuditToken": {auditToken},
		"SCTPInit": {sctpInitShorts, sctpInitWords}, "SCTPRTO": {sctpRTOInfoWords},
		"SCTPSend":        {sctpSendLinux, sctpSendFreeBSD, sctpSendNetBSD, sctpSendSolaris},
		"SCTPEvents":      {sctpEventsLinux, sctpEventsFreeBSD, sctpEventsNetBSD, sctpEventsSolaris},
		"SCTPPeer":        {sctpPeerLinux, sctpPeerFreeBSD, sctpPeerNetBSD, sctpPeerSolaris},
		"SCTPAssociation": {sctpStatusLinux, sctpStatusFreeBSD, sctpStatusNetBSD, sctpStatusSolaris},
		"ipv4.ICMPFilter": {cUint}, "ipv6.ICMPFilter": {icmp6Blocked, icmp6Passed},
		"uint64":               {cUint64, cULong, cUint},
		"SocketMemory":         {memInfo9},
		"*os.File":             {cInt},
		"None":                 {cInt, socketHandle},
		"[]bpf.RawInstruction": {sockFprog, bpfProgram},
		"AcceptFilterConfig":   {acceptFilterArg},
		"TimestampFlags":       {cUint},
		"BufLockFlags":         {cInt},
		"TimestampClock":       {cInt},
		"TxTimeConfig":         {sockTxtime},
		// Of other systems than Linux.
		"TLSMode": {cUint}, "SpliceConfig": {spliceStruct},
		"ServiceType": {cInt}, "FD": {socketHandle}, "ICMPError": {icmpErrorStruct},
	}
	for o := range All() {
		m := o.o.base()
		rows := []*row{m.row()}
		if m.twins != nil {
			rows = append(rows, m.twins.of(0).row(), m.twins.of(1).row())
		}
		for _, r := range rows {
			if r != nil {
				assert.Contains(t, fits[o.Type], r.as, "%s is a %s", o.Name, o.Type)
			}
		}
	}
}

// The names that the documentation has for the values of GOOS, in its order.
var osWords = []struct{ goos, word string }{
	{"linux", "Linux"}, {"darwin", "macOS"}, {"freebsd", "FreeBSD"}, {"netbsd", "NetBSD"}, {"openbsd", "OpenBSD"},
	{"dragonfly", "DragonFly"}, {"illumos", "illumos"}, {"solaris", "Solaris"}, {"aix", "AIX"}, {"windows", "Windows"},
}

var (
	parentheses = regexp.MustCompile(`\s*\([^()]*\)`)
	firstEnd    = regexp.MustCompile(`\.(\s|$)`)
)

// field returns what a line that begins with the word says, to the end of its
// sentence.
func field(doc, word string) string {
	_, rest, ok := strings.Cut(doc, "\n"+word+": ")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "\n\n")
	for _, next := range []string{"\nOS: ", "\nSource: "} {
		rest, _, _ = strings.Cut(rest, next)
	}
	return strings.TrimSuffix(strings.TrimSpace(strings.ReplaceAll(rest, "\n", " ")), ".")
}

// when is how the documentation says a phase.
var when = map[Phase]*regexp.Regexp{
	AnyTime:       regexp.MustCompile(`(?i)\bany time\b|\bset (it|them) (before|after|once|first|on)\b|\bturn it on\b`),
	BeforeBind:    regexp.MustCompile(`(?i)\bbefore (bind|it is bound|connect)\b`),
	BeforeListen:  regexp.MustCompile(`(?i)\bbefore (connect or )?listen\b`),
	BeforeConnect: regexp.MustCompile(`(?i)\bbefore (connect|listen|bind)\b`),
	AfterListen:   regexp.MustCompile(`(?i)\b(after listen|listening|listener)\b`),
	AfterConnect:  regexp.MustCompile(`(?i)\b(connect|connected|connection)\b`),
}

var (
	// sameAs finds the option that another one is like in all that is not said.
	sameAs    = regexp.MustCompile(`\b(?:is|is as|as with|as for) \[(\w+)\]`)
	privilege = regexp.MustCompile(`\b(?:(?:CAP|PRIV|KAUTH)_\w+|root\b)`)
	word      = regexp.MustCompile(`[A-Za-z]+`)
)

// otherPrivileges are needed for what goes before the option, or by some who use
// it: the documentation names them, and the option does not need them.
var otherPrivileges = map[string]string{
	"AttachBPF":            "CAP_BPF loads the program",
	"NetlinkAddMembership": "CAP_NET_ADMIN is for some groups of some protocols",
}

// Each option's documentation begins with its C name, and says its unit, when to
// set it, what privilege that needs, where it is and from what source that is
// known. It must say what the catalogue and the tables say.
func TestEveryOptionIsDocumented(t *testing.T) {
	docs := map[string]string{}
	for _, d := range declarations(t) {
		docs[d.name] = strings.ReplaceAll(d.doc, "\n", " ")
	}
	for _, d := range declarations(t) {
		t.Run(d.name, func(t *testing.T) {
			o, ok := Lookup(d.name)
			require.True(t, ok)
			assert.True(t, strings.HasPrefix(d.doc, d.name+" "), "must begin with the name")
			first := d.doc[:firstEnd.FindStringIndex(d.doc + " ")[0]]
			for _, cname := range strings.Split(o.o.base().name, "+") {
				assert.Contains(t, strings.ReplaceAll(first, "\n", " "), cname, "the first sentence must have the C name")
			}
			assert.NotEmpty(t, field(d.doc, "Source"), "must have its source")

			said := strings.ReplaceAll(d.doc, "\n", " ")
			for _, like := range sameAs.FindAllStringSubmatch(said, -1) {
				said += docs[like[1]]
			}
			for _, w := range word.FindAllString(o.Unit, -1) {
				assert.Contains(t, strings.ToLower(said), strings.TrimSuffix(strings.ToLower(w), "s"), "must have the unit")
			}
			if phase := o.Phase; phase != AnyTime || o.o.base().access != AccessReadOnly {
				assert.Regexp(t, when[phase], said, "must say when")
				if phase >= AfterListen {
					assert.NotRegexp(t, `(?i)\bset it before\b`, docs[d.name])
				}
			}
			for _, p := range privilege.FindAllString(o.Privileges, -1) {
				assert.Contains(t, said, p)
			}
			if otherPrivileges[d.name] == "" {
				for _, p := range privilege.FindAllString(d.doc, -1) {
					assert.Contains(t, o.Privileges, p)
				}
			}

			var want []string
			for _, os := range osWords {
				if slices.Contains(o.OSes, os.goos) {
					want = append(want, os.word)
				}
			}
			require.Len(t, want, len(o.OSes))
			got := parentheses.ReplaceAllString(field(d.doc, "OS"), "")
			assert.Equal(t, strings.Join(want, ", "), got, "the OS line must be what the tables say")
		})
	}
}

// A C name that an OS has for the option and no other is in its documentation.
func TestEveryAliasIsDocumented(t *testing.T) {
	docs := map[string]string{}
	for _, d := range declarations(t) {
		docs[d.name] = d.doc
	}
	for i := range catalogue {
		for _, alias := range catalogue[i].aliases {
			assert.Contains(t, docs[catalogue[i].name], alias, catalogue[i].name)
		}
	}
}
