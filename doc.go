// Package sockopt sets and gets socket options with types.
package sockopt

//go:generate go run ./internal/gen
