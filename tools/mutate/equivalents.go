package main

// equivalents has the changes that nobody can notice, and why.
var equivalents = map[string]string{}
