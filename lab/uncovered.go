package main

// uncovered says why no target runs some statements of a function, by its file
// and name.
var uncovered = map[string]string{}
