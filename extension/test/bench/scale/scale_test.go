package main

import "testing"

// However long an outage is, the half that waits keeps what follows below
// twice the mean. A minute has 70 requests here, so chance adds a quarter to it.
func TestNoStampede(t *testing.T) {
	const clients, noise = 50_000, 1.3
	mean := simulate(clients, 24, 0, true).mean()
	for _, outage := range []int64{1, 6, 24, 48} {
		after := simulate(clients, outage+24, outage, true)[outage*60:]
		for hour := range int64(24) {
			if got := after[hour*60:(hour+1)*60].mean() / mean; got > 2 {
				t.Errorf("in hour %d after an outage of %d hours: %.2f times the mean", hour, outage, got)
			}
		}
		if got := after.peak() / mean; got > 2*noise {
			t.Errorf("after an outage of %d hours: a minute with %.2f times the mean", outage, got)
		}
	}
	if got := simulate(clients, 30, 6, false)[6*60:].peak() / mean; got < 3 {
		t.Errorf("without the coin %.2f: then nobody needs it", got)
	}
}

func TestTable(t *testing.T) {
	want := `| installations | requests a month | a second | bytes a month, of it TLS | through the Worker, with its cache | files from the bucket's own domain |
| --- | --- | --- | --- | --- | --- |
| 1 million | 82 million | 32 | 0.4 TB, 0.3 TB | $27 | $5 |
| 10 million | 818 million | 315 | 3.8 TB, 3.0 TB | $247 | $5 |
| 100 million | 8,175 million | 3,154 | 38.0 TB, 30.0 TB | $2,454 | $5 |
`
	if got := table(sizes{600, 1000, 7356}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
