module github.com/go-sockopt/sockopt/bench

go 1.26.0

replace github.com/go-sockopt/sockopt => ../

require (
	github.com/go-sockopt/sockopt v0.0.0-00010101000000-000000000000
	github.com/mdlayher/socket v0.8.0
	github.com/mikioh/tcp v0.0.0-20190314235350-803a9b46060c
	github.com/mikioh/tcpopt v0.0.0-20190314235656-172688c1accc
	golang.org/x/net v0.62.0
	golang.org/x/sys v0.49.0
)

require (
	github.com/mikioh/tcpinfo v0.0.0-20190314235526-30a79bb1804b // indirect
	golang.org/x/sync v0.24.0 // indirect
)
