// Package jobs does what is done at night.
package jobs

import (
	"errors"
	"sort"
	"sync"

	"github.com/getsentry/sentry-go"
)

// Nightly works beside the rest.
func Nightly() {
	var done sync.WaitGroup
	done.Add(1)
	go func() {
		defer done.Done()
		hub := sentry.CurrentHub().Clone()
		defer func() {
			if cause := recover(); cause != nil {
				hub.Recover(cause)
			}
		}()
		bill(nil)
	}()
	done.Wait()
}

type customer struct{ name string }

func bill(who *customer) string {
	return who.name
}

// Each fails in a function without a name that the standard library calls.
func Each() {
	defer sentry.Recover()
	ids := []int{4, 7, 1, 1}
	rates := map[int][]int{}
	sort.Slice(ids, func(a, b int) bool {
		return rates[ids[a]][0] < rates[ids[b]][0]
	})
}

// Rank fails in the same way in a build without folders, of which the SDK cannot tell what is the standard library.
func Rank() {
	defer sentry.Recover()
	ids := []int{4, 7, 1, 1}
	var names []string
	sort.SliceStable(ids, func(a, b int) bool {
		return names[ids[a]] < names[ids[b]]
	})
}

// Sum fails in the second function without a name of its body.
func Sum() {
	defer sentry.Recover()
	double := func(n int) int { return 2 * n }
	total := func(list []int) int {
		last := func() int { return list[len(list)-1] }
		return double(last())
	}
	total(nil)
}

type queue struct{ work []func() error }

func (q *queue) drain() error {
	if len(q.work) == 0 {
		return errors.New("nothing to drain")
	}
	return q.work[0]()
}

// Later fails in a method that is handed on as a value.
func Later() {
	var once sync.Once
	q := &queue{}
	q.work = append(q.work, (&queue{}).report)
	once.Do(func() {
		if err := q.drain(); err != nil {
			sentry.CaptureException(err)
		}
	})
}

func (q *queue) report() error {
	err := q.drain()
	sentry.CaptureException(err)
	return nil
}
