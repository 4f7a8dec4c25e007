package sockopt

// An Option is one socket option whose value is a T, that can be read and set.
//
// It is a small value without state: copy it, compare it, use it as a map key,
// share it between goroutines. The zero Option belongs to no option, and each
// use of it gives an error.
type Option[T any] struct{ p *param[T] }

// Get reads the option from s.
func (o Option[T]) Get(s Socket) (T, error) { return o.p.get(s) }

// Set sets the option on s.
func (o Option[T]) Set(s Socket, v T) error { return o.p.set(s, v) }

// With returns the option together with a value, to be set by [Listen], [Dial],
// [Apply] and the other functions that take settings. A value that is out of
// range is reported when the Setting is applied.
func (o Option[T]) With(v T) Setting { return o.p.with(v) }

// String returns the option's C name.
func (o Option[T]) String() string { return o.p.String() }

// A ReadOnly is one socket option that can be read and not set.
// Otherwise it is like [Option].
type ReadOnly[T any] struct{ p *param[T] }

// Get reads the option from s.
func (o ReadOnly[T]) Get(s Socket) (T, error) { return o.p.get(s) }

// String returns the option's C name.
func (o ReadOnly[T]) String() string { return o.p.String() }

// A WriteOnly is one socket option that can be set and not read.
// Otherwise it is like [Option].
type WriteOnly[T any] struct{ p *param[T] }

// Set sets the option on s.
func (o WriteOnly[T]) Set(s Socket, v T) error { return o.p.set(s, v) }

// With returns the option together with a value, as [Option.With] does.
func (o WriteOnly[T]) With(v T) Setting { return o.p.with(v) }

// String returns the option's C name.
func (o WriteOnly[T]) String() string { return o.p.String() }

// A Request is one socket option that is read by asking the kernel something,
// a Q, which goes in with the call. Otherwise it is like [ReadOnly].
type Request[Q, T any] struct{ p *query[Q, T] }

// Get reads from s what q asks for.
func (o Request[Q, T]) Get(s Socket, q Q) (T, error) { return o.p.ask(s, q) }

// String returns the option's C name.
func (o Request[Q, T]) String() string {
	if o.p == nil {
		return "no option"
	}
	return o.p.String()
}

// A SettableRequest is a [Request] of an option that can be set too.
type SettableRequest[Q, T any] struct{ p *query[Q, T] }

// Get reads from s what q asks for.
func (o SettableRequest[Q, T]) Get(s Socket, q Q) (T, error) { return o.p.ask(s, q) }

// Set sets the option on s.
func (o SettableRequest[Q, T]) Set(s Socket, v T) error { return o.p.settable().set(s, v) }

// With returns the option together with a value, as [Option.With] does.
func (o SettableRequest[Q, T]) With(v T) Setting { return o.p.with(v) }

// String returns the option's C name.
func (o SettableRequest[Q, T]) String() string { return Request[Q, T](o).String() }
