package main

import (
	"runtime/debug"
	"strings"
)

// release is the version of the program; the README's changelog speaks of it.
const release = "0.1.0"

// version is the release with the commit it was built from and its day, where the build
// knows them: "0.1.0 (c797ea5f0f1e, 2026-11-23)". It holds no time of the build, so that
// the same source gives the same program and the same reports.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	return versionOf(info.Settings)
}

func versionOf(settings []debug.BuildSetting) string {
	set := map[string]string{}
	for _, s := range settings {
		set[s.Key] = s.Value
	}
	commit := set["vcs.revision"]
	if len(commit) < 12 {
		return release
	}
	parts := []string{commit[:12]}
	if day, _, ok := strings.Cut(set["vcs.time"], "T"); ok {
		parts = append(parts, day)
	}
	if set["vcs.modified"] == "true" {
		parts = append(parts, "changed")
	}
	return release + " (" + strings.Join(parts, ", ") + ")"
}
