package main

import (
	"bytes"
	"context"
	"debug/pe"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const wine64 = "/usr/lib/wine/wine64" // the one in PATH asks for wine32

// wine runs the tests of Windows in Wine.
func wine(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	if err := install(map[string]string{wine64: "wine64"}); err != nil {
		return "", err
	}
	version, err := output("", wine64, "--version")
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	prefix := filepath.Join(cache, "sockopt-lab", "wine")
	if err := os.MkdirAll(prefix, 0o755); err != nil {
		return "", err
	}
	on := *t
	on.under = []string{wine64}
	on.vars = []string{"WINEPREFIX=" + prefix, "WINEDEBUG=-all", "WINEARCH=win64"}
	library := filepath.Join(prefix, "drive_c/windows/system32/bcryptprimitives.dll")
	if _, err := os.Stat(library); err != nil {
		if _, err := output("", "env", append(on.vars, wine64, "wineboot", "-i")...); err != nil {
			return "", err
		}
		if err := os.WriteFile(library, forwarder("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036"), 0o644); err != nil {
			return "", err
		}
	}
	if args, err = some(args, "None"); err != nil {
		return "", err
	}
	_, err = native(ctx, &on, test, args, w)
	return strings.TrimSpace(version), err
}

// forwarder returns a library without code, whose one function is that of
// another. The runtime of Go wants bcryptprimitives.dll, which Wine 8 lacks.
func forwarder(name, function, to string) []byte {
	const (
		fileSize, memorySize = 0x200, 0x1000 // of the headers, and of the section
		tables               = 40 + 4 + 4 + 2
	)
	at := uint32(memorySize + tables)
	texts := name + "\x00" + function + "\x00" + to + "\x00"
	functionAt := at + uint32(len(name)) + 1
	toAt := functionAt + uint32(len(function)) + 1
	size := uint32(tables + len(texts))

	section := struct { // IMAGE_EXPORT_DIRECTORY and its tables of one
		_                          [3]uint32
		Name, Base                 uint32
		Functions, Names           uint32
		FunctionsAt, NamesAt       uint32
		OrdinalsAt                 uint32
		FunctionAt, FunctionNameAt uint32
		Ordinal                    uint16
	}{
		Name: at, Base: 1, Functions: 1, Names: 1,
		FunctionsAt: memorySize + 40, NamesAt: memorySize + 44, OrdinalsAt: memorySize + 48,
		FunctionAt: toAt, FunctionNameAt: functionAt, // one within the directory forwards
	}
	optional := pe.OptionalHeader64{
		Magic: 0x20b, ImageBase: 0x180000000, SectionAlignment: memorySize, FileAlignment: fileSize,
		MajorOperatingSystemVersion: 6, MajorSubsystemVersion: 6, SizeOfImage: 2 * memorySize, SizeOfHeaders: fileSize,
		Subsystem: pe.IMAGE_SUBSYSTEM_WINDOWS_CUI, NumberOfRvaAndSizes: 16,
	}
	optional.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_EXPORT] = pe.DataDirectory{VirtualAddress: memorySize, Size: size}
	header := struct {
		MZ       [2]byte
		_        [58]byte
		PEAt     uint32
		PE       [4]byte
		File     pe.FileHeader
		Optional pe.OptionalHeader64
		Section  pe.SectionHeader32
	}{
		MZ: [2]byte{'M', 'Z'}, PEAt: 64, PE: [4]byte{'P', 'E'},
		File: pe.FileHeader{
			Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1, SizeOfOptionalHeader: uint16(binary.Size(optional)),
			Characteristics: pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE | pe.IMAGE_FILE_DLL,
		},
		Optional: optional,
		Section: pe.SectionHeader32{
			Name: [8]uint8{'.', 'e', 'd', 'a', 't', 'a'}, VirtualSize: size, VirtualAddress: memorySize, SizeOfRawData: fileSize, PointerToRawData: fileSize,
			Characteristics: pe.IMAGE_SCN_CNT_INITIALIZED_DATA | pe.IMAGE_SCN_MEM_READ,
		},
	}
	var file bytes.Buffer
	binary.Write(&file, binary.LittleEndian, header)
	file.Write(make([]byte, fileSize-file.Len()))
	binary.Write(&file, binary.LittleEndian, section)
	file.WriteString(texts)
	file.Write(make([]byte, 2*fileSize-file.Len()))
	return file.Bytes()
}
