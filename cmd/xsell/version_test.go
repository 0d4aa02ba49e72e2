package main

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	commit := debug.BuildSetting{Key: "vcs.revision", Value: "c797ea5f0f1e2d3c4b5a69788796a5b4c3d2e1f0"}
	day := debug.BuildSetting{Key: "vcs.time", Value: "2026-11-23T07:50:00Z"}
	for want, settings := range map[string][]debug.BuildSetting{
		release:                                 {day},
		release + " (c797ea5f0f1e, 2026-11-23)": {commit, day, {Key: "vcs.modified", Value: "false"}},
		release + " (c797ea5f0f1e, 2026-11-23, changed)": {commit, day, {Key: "vcs.modified", Value: "true"}},
	} {
		if got := versionOf(settings); got != want {
			t.Errorf("the version of %v is %q, want %q", settings, got, want)
		}
	}
}
