//go:build !unix

package main

import "os"

var brokenPipe []os.Signal

func pipeClosed(*os.File) error { return nil }

const needsTERM = false
