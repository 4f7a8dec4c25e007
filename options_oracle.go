//go:build solaris && !illumos

package sockopt

// x/sys has the numbers of illumos only.
var table = [numOptions]row{
	// netinet/tcp.h of Solaris 11.4.
	idKeepIdle:  {number: 0x1d, as: seconds, min: 1, max: 2147483},
	idKeepIntvl: {number: 0x1e, as: seconds, min: 1, max: 2147483},
	idKeepCnt:   {number: 0x1f, as: cInt},
}
