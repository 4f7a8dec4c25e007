package process

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/procfs"
)

// Owners returns where the sockets are that have a local TCP, UDP or UDP-Lite
// port, in every network namespace that a process in sight is in. The error
// unseen is nil or says what could not be seen.
func Owners(port int, step func(done, of int)) (places []Place, unseen, err error) {
	if err := checkProc(); err != nil {
		return nil, nil, err
	}
	procs, users, refused, err := usersOf(port)
	if err != nil {
		return nil, nil, err
	}
	if len(users) == 0 {
		return nil, nil, nobody(port, refused)
	}
	s := search{users: users, scanned: make(map[int]bool), owned: make(map[uint64]bool)}
	s.scan(procs, step)
	if len(s.owned) < len(users) {
		// Sockets may have been closed meanwhile, or handed to a new process.
		procs, now, _, err := usersOf(port)
		if err != nil {
			return nil, nil, err
		}
		s.scan(procs, step)
		maps.DeleteFunc(users, func(inode uint64, _ int) bool {
			_, still := now[inode]
			return !still
		})
	}
	slices.SortFunc(s.places, func(a, b Place) int { return cmp.Or(a.PID-b.PID, a.FD-b.FD) })
	return s.places, unowned(port, users, s.owned), nil
}

// A search is for the processes that have sockets with some inodes.
type search struct {
	users   map[uint64]int // of the sockets, by inode
	scanned map[int]bool   // processes
	owned   map[uint64]bool
	places  []Place
}

// scan looks through the descriptors of processes, once each. One that has ended
// by now or may not be looked into is passed over: what has no owner then is
// reported.
func (s *search) scan(procs procfs.Procs, step func(done, of int)) {
	for i, proc := range procs {
		step(i, len(procs))
		if s.scanned[proc.PID] {
			continue
		}
		s.scanned[proc.PID] = true
		_ = eachSocket(proc.PID, func(fd int, inode uint64) {
			if _, ok := s.users[inode]; ok {
				s.owned[inode] = true
				s.places = append(s.places, Place{proc.PID, fd})
			}
		})
	}
}

// unowned says that sockets belong to processes that cannot be seen.
func unowned(port int, users map[uint64]int, owned map[uint64]bool) error {
	var names []string
	for inode, uid := range users {
		if !owned[inode] {
			names = append(names, userName(uid))
		}
	}
	if names == nil {
		return nil
	}
	n := len(names)
	slices.Sort(names)
	return fmt.Errorf("%d of the sockets of port %d belong to processes that this program may not look into, or to none; their user is %s: "+
		"it takes that user or CAP_SYS_PTRACE, and a PID namespace that has the process in it",
		n, port, strings.Join(slices.Compact(names), ", "))
}

// nobody says that there is no socket with a port in the network namespaces that
// could be looked into. That is not all of them if some processes refused.
func nobody(port, refused int) error {
	err := fmt.Errorf("no TCP or UDP socket has the port %d in the network namespaces that this program can see", port)
	if refused > 0 {
		err = fmt.Errorf("%w; those of %d processes it may not look into (CAP_SYS_PTRACE)", err, refused)
	}
	return err
}

// usersOf returns the processes, and by inode the users of the sockets with a
// port in the network namespaces of these and of this program. It counts the
// processes whose namespace is unknown because this program may not look.
func usersOf(port int) (procs procfs.Procs, users map[uint64]int, refused int, err error) {
	procs, err = procfs.AllProcs()
	if err != nil {
		return nil, nil, 0, err
	}
	users = make(map[uint64]int)
	if err := addUsers(users, "/proc/self", port); err != nil {
		return nil, nil, 0, err
	}
	own, _ := os.Readlink("/proc/self/ns/net")
	seen := map[string]bool{own: true}
	for _, proc := range procs {
		dir := fmt.Sprintf("/proc/%d", proc.PID)
		namespace, err := os.Readlink(dir + "/ns/net")
		if err == nil && !seen[namespace] {
			if err = addUsers(users, dir, port); err == nil {
				seen[namespace] = true
			}
		}
		if errors.Is(err, fs.ErrPermission) {
			refused++
		}
	}
	return procs, users, refused, nil
}

// addUsers reads the tables of the network namespace of one process.
func addUsers(users map[uint64]int, dir string, port int) error {
	read := false
	for _, name := range []string{"tcp", "tcp6", "udp", "udp6", "udplite", "udplite6"} {
		file, err := os.Open(dir + "/net/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a kernel without that protocol
		}
		if err != nil {
			return err
		}
		read = true
		err = addUsersIn(users, file, port)
		file.Close()
		if err != nil {
			return err
		}
	}
	if !read {
		return fmt.Errorf("%s/net has no tables of TCP and UDP sockets", dir)
	}
	return nil
}

// addUsersIn reads one table, of which proc_pid_net(5) tells the columns.
func addUsersIn(users map[uint64]int, table io.Reader, port int) error {
	const local, user, inode = 1, 7, 9
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) <= inode {
			continue
		}
		_, number, _ := strings.Cut(fields[local], ":")
		if n, err := strconv.ParseUint(number, 16, 16); err != nil || int(n) != port {
			continue
		}
		uid, _ := strconv.Atoi(fields[user])
		if n, err := strconv.ParseUint(fields[inode], 10, 64); err == nil && n != 0 { // 0: no process has it any more
			users[n] = uid
		}
	}
	return lines.Err()
}
