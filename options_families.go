//go:build unix && !linux && !freebsd && !netbsd

package sockopt

import "golang.org/x/sys/unix"

var addressFamilies = [...]named{
	{unix.AF_UNIX, familyUnix, "AF_UNIX"},
	{unix.AF_INET, familyIPv4, "AF_INET"},
	{unix.AF_INET6, familyIPv6, "AF_INET6"},
	{unix.AF_ROUTE, familyOther, "AF_ROUTE"},
}
