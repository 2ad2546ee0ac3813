// A shop whose every failure is one bug; which one is told by the first argument. The events of the real SDK for Go are recorded of it.
package main

import (
	"fmt"
	"os"
	"time"

	"example.com/shop/jobs"
	"example.com/shop/pick"
	"example.com/shop/server"
	"example.com/shop/store"
	"github.com/getsentry/sentry-go"
)

type failure struct {
	name string
	run  func()
}

var failures = []failure{
	{"panic", func() { recovered(func() { pick.Best([]int{3, 1, 2}, 7) }) }},
	{"generic", func() { recovered(func() { pick.Shelf[string, int]{}.Take("pears") }) }},
	{"text-panic", func() { recovered(func() { store.Open("") }) }},
	{"nil-map", func() { recovered(func() { new(store.Store).Put(4711) }) }},
	{"wrapped", func() { captured(store.Order(4711)) }},
	{"traced", func() { captured(store.Charge(4711)) }},
	{"custom", func() { captured(store.Reserve("sku-88412", 17)) }},
	{"decode", func() { captured(store.Decode([]byte("{broken"))) }},
	{"file", func() { captured(store.Import("/nowhere/9481/orders.csv")) }},
	{"recursion", func() { recovered(func() { pick.Descend(12) }) }},
	{"goroutine", jobs.Nightly},
	{"closure", jobs.Each},
	{"second-closure", jobs.Sum},
	{"method-value", jobs.Later},
	{"handler", func() { server.Serve("/orders/4711") }},
	{"handler-closure", func() { server.Serve("/health") }},
	{"message", func() { sentry.CaptureMessage("shipment 1f0c2d3e-4a5b-4c6d-8e7f-901234567890 took 1532 ms") }},
	{"trimmed", func() { recovered(func() { pick.Split(10, 0) }) }},
	{"trimmed-sort", jobs.Rank},
	{"trimmed-handler", func() { server.Serve("/refunds/4711") }},
}

func recovered(work func()) {
	defer sentry.Recover()
	work()
}

func captured(err error) {
	if err != nil {
		sentry.CaptureException(err)
	}
}

func main() {
	name := os.Args[1]
	if name == "list" {
		for _, each := range failures {
			fmt.Println(each.name)
		}
		return
	}
	options := sentry.ClientOptions{Release: "shop@1.4.2", ServerName: "web-1", AttachStacktrace: name == "text-panic"}
	if err := sentry.Init(options); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer sentry.Flush(5 * time.Second)
	for _, each := range failures {
		if each.name == name {
			each.run()
		}
	}
}
