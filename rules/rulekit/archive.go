package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/beforehand/beforehand/rules"
)

// readArchive walks the versions of each platform's documents in a clone of an
// Open Terms Archive versions repository: a git history with one folder a
// service and one Markdown file a document
// (https://docs.opentermsarchive.org). The first run remembers the latest
// version; later runs tell of every version since.
func (s *watchState) readArchive(ctx context.Context, c *call, dir string, set rules.Set) ([]finding, error) {
	services, err := os.ReadDir(dir)
	if err != nil {
		return nil, usageError{err}
	}
	var findings []finding
	var errs []error
	for _, p := range set.Platforms {
		for _, service := range services {
			if !service.IsDir() || !strings.EqualFold(service.Name(), p.Name) {
				continue
			}
			documents, err := filepath.Glob(filepath.Join(dir, service.Name(), "*.md"))
			if err != nil {
				return nil, err
			}
			for _, document := range documents {
				file := service.Name() + "/" + filepath.Base(document)
				fmt.Fprintln(c.trouble, file)
				found, err := s.readVersions(ctx, dir, source{file, []string{p.ID}})
				findings = append(findings, found...)
				if err != nil {
					errs = append(errs, fmt.Errorf("%s: %w", file, err))
				}
			}
		}
	}
	return findings, errors.Join(errs...)
}

// readVersions compares each version of a document since the last run with
// the one before.
func (s *watchState) readVersions(ctx context.Context, dir string, document source) ([]finding, error) {
	before, known := s.Sources[document.address]
	since := []string{"-1"}
	if known {
		since = []string{"--reverse", before.Commit + ".."}
	}
	log, err := git(ctx, dir, append(append([]string{"log", "--diff-filter=AMR", "--format=%H %cs"}, since...), "--", document.address)...)
	if err != nil {
		return nil, err
	}
	var findings []finding
	for line := range strings.Lines(log) {
		commit, when, _ := strings.Cut(strings.TrimSpace(line), " ")
		text, err := git(ctx, dir, "show", commit+":"+document.address)
		if err != nil {
			return findings, err
		}
		after := watched{Checked: time.Now().UTC().Truncate(time.Second), Paragraphs: onTraining(text), Commit: commit}
		if err := s.keep(document.address, after); err != nil {
			return findings, err
		}
		if known {
			if f := compare(document, before.Paragraphs, after.Paragraphs); f != nil {
				f.when = when
				findings = append(findings, *f)
			}
		}
		before, known = after, true
	}
	return findings, nil
}

func git(ctx context.Context, dir string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("git: %s", strings.TrimSpace(string(failed.Stderr)))
	}
	return string(out), err
}
