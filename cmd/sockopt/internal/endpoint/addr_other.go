//go:build !unix && !windows

package endpoint

func localAddr(uintptr) string  { return "" }
func remoteAddr(uintptr) string { return "" }
