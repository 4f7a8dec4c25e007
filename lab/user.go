package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// plain has the tests that are of Linux alone and want no more of it than the
// options that are a number, a string, a time or a struct.
const plain = `TestBlockingModeIsKept|TestBufferBeyondLimit|TestClosedFile|TestConformance|TestDescriptors|TestDiffAndRestore|` +
	`TestDurationsRoundUp|TestEveryOptionHasARule|TestInfoGetOfNothing|TestKindOf|TestKindOfNothing|TestLingerGarbage|TestLingerOnClose|TestLingerRoundsUp|` +
	`TestLingerZeroResets|TestNetOverwritesAfterHook|TestNetSetsBeforeHook|TestOpinionOfSysOnNumbers|TestRestoreLeavesWhatDrifts|TestRestoreOnAnotherKind|TestRestoreTimestamp|` +
	`TestSettingPrintsNoBytes|TestSnapshotFails|TestSnapshotFormats|TestSnapshotHasNoEffect|TestSnapshotIsWhatGetGives|TestSocketErrorClears|` +
	`TestSocketErrorIsReadOnce|TestSupported|TestTickIsTooShort|TestTimeoutEndsRead|TestTimeoutHasNoEffectOnConn|TestTimevalRoundsUp|TestTwinThatIsRead|` +
	`TestValueRefusedLinux|TestVerify\w*`

// plainOfGVisor has those that gVisor can pass: of what Linux does with an option
// it does much otherwise.
const plainOfGVisor = `TestBlockingModeIsKept|TestClosedFile|TestDescriptors|TestInfoGetOfNothing|TestKindOf|TestKindOfNothing|TestLingerOnClose|TestLingerRoundsUp|` +
	`TestLingerZeroResets|TestSettingPrintsNoBytes|TestSnapshotFails|TestSupported|TestTimeout\w+|TestVerifyFails|TestVerifyNeutral|` +
	`TestVerifyPassesWhatWasSet`

// portable returns a regexp of the tests that are not of Linux alone, nor of the
// go command, to which it is all the same.
func portable() (string, error) {
	paths, err := filepath.Glob("*_test.go")
	if err != nil {
		return "", err
	}
	var names []string
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		if strings.HasSuffix(path, "_linux_test.go") || bytes.Contains(b, []byte("goTool(")) {
			continue
		}
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Example)\w*)\(`).FindAllSubmatch(b, -1) {
			names = append(names, string(m[1]))
		}
	}
	return strings.Join(names, "|"), nil
}

// some returns the arguments to run the portable tests and some others, if there
// are no arguments that say which.
func some(args []string, others string) ([]string, error) {
	for _, arg := range args {
		if strings.HasPrefix(arg, "-test.run=") {
			return args, nil
		}
	}
	names, err := portable()
	return append(args, "-test.run=^("+names+"|"+others+")$"), err
}

// emulated is a target on the kernel at hand, with the processor and the system
// calls of another architecture by qemu-user.
func emulated(arch, processor string, deviations ...[]deviation) target {
	t := target{
		name: "qemu-" + arch, env: []string{"GOARCH=" + arch}, run: user,
		under: []string{"qemu-" + processor + "-static"}, vars: []string{"SOCKOPT_EACH_RULE=1"},
		deviations: ofQEMU,
	}
	for _, more := range deviations {
		t.deviations = append(t.deviations[:len(t.deviations):len(t.deviations)], more...)
	}
	return t
}

func user(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	if err := install(map[string]string{t.under[0]: "qemu-user-static"}); err != nil {
		return "", err
	}
	args, err := some(args, plain)
	if err != nil {
		return "", err
	}
	return native(ctx, t, test, args, w)
}
