//go:build !solaris && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package sockopt

// This OS shares its table with no other.
var sharedTable [numOptions]row
