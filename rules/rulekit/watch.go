package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/beforehand/beforehand/rules"
	"github.com/beforehand/beforehand/wasm/core/rule"
)

// watched is what was read at an address the last time.
type watched struct {
	// Checked is when, in RFC 3339.
	Checked time.Time `json:"checked"`
	validators
	// Paragraphs are those that speak of training.
	Paragraphs []string `json:"paragraphs"`
	// Commit is the last version read of an archive.
	Commit string `json:"commit,omitempty"`
}

// watchState is what watch remembers between two runs. It is written after
// every answer, so that a run that was interrupted goes on where it ended.
type watchState struct {
	file    string
	mu      sync.Mutex
	Sources map[string]watched `json:"sources"`
}

// source is an address with the rules that rest on it.
type source struct {
	address string
	rules   []string
}

// watch reports evidence whose paragraphs on training are not what they were
// at the last run. The first run only remembers.
func watch(flags *flag.FlagSet) func(*call) error {
	file := flags.String("state", "watch.json", "the `file` that keeps what was read, from run to run")
	copies := flags.String("copies", "", "reads saved copies in this `folder` (HOST/PATH, as wget -x saves them) instead of the web")
	archive := flags.String("archive", "", "reads this `folder`, a clone of an Open Terms Archive versions repository, instead of the web")
	fresh := flags.Duration("fresh", 20*time.Hour, "leaves out what was read less than this `time` ago")
	limit := flags.Int("limit", 500, "at most so many `pages` in one run")
	pause := flags.Duration("pause", 3*time.Second, "the `time` between two requests to one host")
	return func(c *call) error {
		set, err := c.load()
		if err != nil {
			return err
		}
		for _, id := range c.args {
			if _, known := byID(set.Platforms, id); !known {
				return misuseOf("there is no platform %q", id)
			}
		}
		set.Platforms = slices.DeleteFunc(set.Platforms, func(p rule.Platform) bool { return len(c.args) > 0 && !slices.Contains(c.args, p.ID) })
		state, err := readState(*file)
		if err != nil {
			return err
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		if *archive != "" {
			findings, err := state.readArchive(ctx, c, *archive, set)
			return report(c, findings, err)
		}
		var read reader = newPolite(&http.Client{Timeout: 30 * time.Second}, *pause).fetch
		if *copies != "" {
			read = fromFolder(*copies)
		}
		due := slices.DeleteFunc(sourcesOf(set), func(s source) bool { return time.Since(state.Sources[s.address].Checked) < *fresh })
		if len(due) > *limit {
			fmt.Fprintf(c.trouble, "%d addresses are due; reading the first %d (-limit)\n", len(due), *limit)
			due = due[:*limit]
		}
		findings, err := state.readAll(ctx, c, due, read)
		return report(c, findings, err)
	}
}

// reader returns the text at an address, or errNotModified.
type reader func(ctx context.Context, address string, known validators) (string, validators, error)

// finding is an address whose paragraphs on training changed.
type finding struct {
	source
	// when is the day of the new version, if that is known.
	when       string
	gone, came []string
}

// readAll reads what is due, several hosts at a time.
func (s *watchState) readAll(ctx context.Context, c *call, due []source, read reader) ([]finding, error) {
	var findings []finding
	var errs []error
	var mu sync.Mutex
	done := 0
	var group sync.WaitGroup
	hosts := make(chan []source)
	for range 8 {
		group.Go(func() {
			for list := range hosts {
				for _, one := range list {
					if ctx.Err() != nil {
						return
					}
					found, err := s.readOne(ctx, one, read)
					mu.Lock()
					done++
					note := "as it was"
					switch {
					case err != nil:
						note = err.Error()
						errs = append(errs, fmt.Errorf("%s: %w", one.address, err))
					case found != nil:
						note = "changed"
						findings = append(findings, *found)
					}
					fmt.Fprintf(c.trouble, "%d of %d  %s  %s\n", done, len(due), one.address, note)
					mu.Unlock()
				}
			}
		})
	}
	for _, list := range byHost(due) {
		select {
		case hosts <- list:
		case <-ctx.Done():
		}
	}
	close(hosts)
	group.Wait()
	slices.SortFunc(findings, func(a, b finding) int { return strings.Compare(a.address, b.address) })
	if ctx.Err() != nil {
		errs = append(errs, errors.New("interrupted: the next run goes on from here"))
	}
	return findings, errors.Join(errs...)
}

func (s *watchState) readOne(ctx context.Context, one source, read reader) (*finding, error) {
	s.mu.Lock()
	before, known := s.Sources[one.address]
	s.mu.Unlock()
	text, now, err := read(ctx, one.address, before.validators)
	if err != nil && !errors.Is(err, errNotModified) {
		return nil, err
	}
	after := watched{Checked: time.Now().UTC().Truncate(time.Second), validators: now, Paragraphs: before.Paragraphs}
	if err == nil {
		after.Paragraphs = onTraining(text)
	}
	if err := s.keep(one.address, after); err != nil || !known {
		return nil, err
	}
	return compare(one, before.Paragraphs, after.Paragraphs), nil
}

// compare returns what is different, or nil.
func compare(one source, before, after []string) *finding {
	without := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(p string) bool { return slices.Contains(other, p) })
	}
	f := finding{source: one, gone: without(before, after), came: without(after, before)}
	if len(f.gone) == 0 && len(f.came) == 0 {
		return nil
	}
	return &f
}

// report prints what changed. It is a problem that somebody has to look at.
func report(c *call, findings []finding, err error) error {
	for _, f := range findings {
		when := ""
		if f.when != "" {
			when = " on " + f.when
		}
		fmt.Fprintf(c.out, "%s changed%s; look again at: %s\n", f.address, when, strings.Join(f.rules, ", "))
		for _, p := range f.gone {
			fmt.Fprintln(c.out, "  -", p)
		}
		for _, p := range f.came {
			fmt.Fprintln(c.out, "  +", p)
		}
	}
	if err != nil {
		fmt.Fprintf(c.out, "could not be read:\n%v\n", err)
	}
	if len(findings) > 0 || err != nil {
		return errProblems
	}
	fmt.Fprintln(c.out, "nothing changed")
	return nil
}

// sourcesOf lists the evidence of all rules, each address once.
func sourcesOf(set rules.Set) []source {
	var all []source
	for _, p := range set.Platforms {
		for _, e := range p.Evidence {
			i := slices.IndexFunc(all, func(s source) bool { return s.address == e.URL })
			if i < 0 {
				all, i = append(all, source{address: e.URL}), len(all)
			}
			if !slices.Contains(all[i].rules, p.ID) {
				all[i].rules = append(all[i].rules, p.ID)
			}
		}
	}
	return all
}

// byHost groups addresses, so that one worker has all of a host.
func byHost(sources []source) [][]source {
	var groups [][]source
	index := map[string]int{}
	for _, s := range sources {
		host := s.address
		if u, err := url.Parse(s.address); err == nil {
			host = u.Host
		}
		i, known := index[host]
		if !known {
			i = len(groups)
			index[host], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// fromFolder reads copies that were saved before.
func fromFolder(dir string) reader {
	return func(_ context.Context, address string, _ validators) (string, validators, error) {
		u, err := url.Parse(address)
		if err != nil {
			return "", validators{}, err
		}
		name := u.Host + strings.TrimSuffix(u.Path, "/")
		if u.RawQuery != "" {
			name += "?" + u.RawQuery
		}
		for _, end := range []string{"", ".html", "/index.html"} {
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)+end))
			if err == nil {
				return string(text), validators{}, nil
			}
		}
		return "", validators{}, fmt.Errorf("there is no copy %s in %s", name, dir)
	}
}

func readState(file string) (*watchState, error) {
	s := &watchState{file: file, Sources: map[string]watched{}}
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("%s is not what watch wrote: %w; delete it to begin anew", file, err)
	}
	return s, nil
}

// keep remembers one answer, on disk before anything is said of it.
func (s *watchState) keep(address string, w watched) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Sources[address] = w
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.file+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(s.file+".new", s.file)
}
