package main

import (
	"math/rand/v2"

	"github.com/beforehand/beforehand/wasm/core/update"
)

// Seconds.
const (
	minute = 60
	hour   = 60 * minute
	usual  = 12 * hour
)

// load is how many requests came in each minute of what follows a warm-up.
type load []int

func (l load) mean() float64 {
	sum := 0
	for _, n := range l {
		sum += n
	}
	return float64(sum) / float64(len(l))
}

// peak is the most requests in a minute.
func (l load) peak() float64 {
	most := 0
	for _, n := range l {
		most = max(most, n)
	}
	return float64(most)
}

// simulate lets clients poll in virtual time for so many hours after a day and
// a half, with an outage in which nothing is answered for the first of them.
// Each client has the schedule of the extension: what the engine says to wait,
// and what extension/src/background/schedule.ts makes of it.
func simulate(clients int, hours, outage int64, coin bool) load {
	random := rand.New(rand.NewPCG(1, 2))
	const warm = 36 * hour
	end := warm + hours*hour
	counts := make(load, hours*60)
	for range clients {
		var r update.Record
		// They were installed at any time, so each is somewhere in its wait.
		for now := int64(random.Float64() * usual); now < end; {
			if now >= warm {
				counts[(now-warm)/minute]++
			}
			if now >= warm && now < warm+outage*hour {
				r.Failures++
			} else {
				r.Failures = 0
			}
			wait := r.Wait()
			if coin && wait < usual && random.Float64() < 0.5 {
				wait = usual
			}
			now += int64(float64(wait) * (0.75 + random.Float64()/2))
		}
	}
	return counts
}
