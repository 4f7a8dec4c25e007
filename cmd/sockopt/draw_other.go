//go:build aix || js || plan9 || wasip1

package main

import "errors"

// The library that draws is not for these systems.
const canDraw = false

func (w *watch) draw(*screen) error { return errors.ErrUnsupported }
