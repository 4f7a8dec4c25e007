package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
)

const (
	gvisorModule  = "gvisor.dev/gvisor/runsc"
	gvisorVersion = "v0.0.0-20250205023644-9414b50a5633" // the proxy knows no name for the latest
	// It finds the number of a goroutine where this release of Go has it.
	gvisorGo = "go1.23.6"
)

// gvisor runs the tests on gVisor, another implementation of Linux's API, with
// its loopback interface alone.
func gvisor(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	runsc, err := buildGVisor()
	if err != nil {
		return "", err
	}
	state, err := os.MkdirTemp("", "lab")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(state)
	on := *t
	on.under = []string{runsc, "--root", state, "--platform=systrap", "--network=none", "--ignore-cgroups", "do", "--force-overlay=false"}
	if args, err = some(args, plainOfGVisor); err != nil {
		return "", err
	}
	release, err := output("", on.under[0], append(on.under[1:], "/bin/uname", "-r")...)
	if err != nil {
		return "", err
	}
	_, err = native(ctx, &on, test, args, w)
	return "gVisor " + gvisorVersion[len("v0.0.0-"):][:8] + ", as " + release[:len(release)-1], err
}

// buildGVisor returns the program runsc, which is kept in the user's cache.
func buildGVisor() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	runsc := filepath.Join(cache, "sockopt-lab", "runsc-"+gvisorVersion)
	if _, err := os.Stat(runsc); err == nil {
		return runsc, nil
	}
	dir, err := os.MkdirTemp("", "lab")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	for _, command := range [][]string{
		{"go", "mod", "init", "runsc"},
		{"go", "get", gvisorModule + "@" + gvisorVersion},
		{"go", "build", "-o", runsc, gvisorModule},
	} {
		env := []string{"GOTOOLCHAIN=" + gvisorGo, "GOFLAGS=-mod=mod", "CGO_ENABLED=0", "GOWORK=off"}
		if _, err := output(dir, "env", append(env, command...)...); err != nil {
			return "", err
		}
	}
	return runsc, nil
}
