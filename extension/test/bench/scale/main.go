// Command scale computes what many installations ask of a source, and simulates
// a day of them. It writes a part of the bench, and the table of docs/hosting.md.
package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/beforehand/beforehand/extension/test/bench/part"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: scale CLIENTS BENCH-DIR HOSTING.md, where BENCH-DIR has updates.json")
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func run(number, dir, hosting string) error {
	var clients int
	if _, err := fmt.Sscan(number, &clients); err != nil {
		return err
	}
	log.Printf("scale: a day of %d clients", clients)
	rows := simulations(clients)
	parts, err := part.Read(dir)
	if err != nil {
		return err
	}
	sizes, err := measured(parts)
	if err != nil {
		return err
	}
	if err := part.Write(dir+"/scale.json", part.Part{Part: "scale", Title: fmt.Sprintf("A day of %d clients, simulated", clients), Rows: rows}); err != nil {
		return err
	}
	return replace(hosting, table(sizes))
}

func simulations(clients int) []part.Row {
	day := simulate(clients, 24, 0, true)
	mean := day.mean()
	peak := part.Count("the busiest minute of a day against the mean", "×", day.peak()/mean)
	after := part.Count("the busiest minute of the day after an outage of six hours, against the mean", "×", simulate(clients, 30, 6, true)[6*60:].peak()/mean)
	after.Required, after.Met = "at most 2 × the mean", after.Ours[0] <= 2
	after.Peers = map[string][]float64{"if all tried again after 15 minutes, 1 and 4 hours": {simulate(clients, 30, 6, false)[6*60:].peak() / mean}}
	return []part.Row{part.Count("requests a minute, the mean", "requests", mean), peak, after}
}

// sizes are bytes on the wire, as the part updates has measured them.
type sizes struct{ poll, cosigned, update float64 }

func measured(parts []part.Part) (sizes, error) {
	find := func(what string) float64 {
		for _, p := range parts {
			for _, r := range p.Rows {
				if p.Part == "updates" && r.What == what && len(r.Ours) > 0 {
					return r.Ours[0]
				}
			}
		}
		return 0
	}
	s := sizes{
		find("a poll with nothing new, over HTTP/2"),
		find("a poll with nothing new but the signatures of three witnesses, over HTTP/2"),
		find("1 % of 100 platforms changed, gzip"),
	}
	if s.poll == 0 || s.cosigned == 0 || s.update == 0 {
		return s, fmt.Errorf("run the part updates first: its sizes are missing")
	}
	return s, nil
}

// What is assumed of installations and of Cloudflare's prices, in dollars:
// docs/hosting.md says from when they are.
const (
	pollsADay      = 2
	days           = 30
	releases       = 4.35 // a month, one a week
	filesOfRelease = 5
	handshake      = 5000 // bytes of TLS for each poll
	fixed          = 5.0
	million        = 1e6
	includedCalls  = 10 * million
	perMillion     = 0.30
)

// table is what installations ask for in a month, and what it costs.
func table(s sizes) string {
	var b strings.Builder
	b.WriteString("| installations | requests a month | a second | bytes a month, of it TLS | through the Worker, with its cache | files from the bucket's own domain |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, n := range []float64{1, 10, 100} {
		polls := n * million * pollsADay * days
		updates := n * million * releases
		requests := polls + updates*filesOfRelease
		// Witnesses cosign once a day, so every other poll finds the same checkpoint.
		tls := polls * handshake
		bytes := polls*(s.poll+s.cosigned)/2 + updates*s.update + tls
		cost := fixed + max(0, requests-includedCalls)/million*perMillion
		fmt.Fprintf(&b, "| %.0f million | %s million | %s | %.1f TB, %.1f TB | $%s | $%.0f |\n",
			n, thousands(requests/million), thousands(requests/(days*24*60*60)), bytes/1e12, tls/1e12, thousands(cost), fixed)
	}
	return b.String()
}

func thousands(f float64) string {
	digits := fmt.Sprintf("%.0f", f)
	if len(digits) <= 3 {
		return digits
	}
	return digits[:len(digits)-3] + "," + digits[len(digits)-3:]
}

// replace puts the table between its marks.
func replace(name, table string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(string(text), "\n")
	begin, end := slices.Index(lines, "<!-- scale -->\n"), slices.Index(lines, "<!-- /scale -->\n")
	if begin < 0 || end < begin {
		return fmt.Errorf("%s has no place for the table, between <!-- scale --> and <!-- /scale -->", name)
	}
	fresh := strings.Join(lines[:begin+1], "") + table + strings.Join(lines[end:], "")
	return os.WriteFile(name, []byte(fresh), 0o644)
}
