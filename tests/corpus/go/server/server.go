// Package server answers requests.
package server

import (
	"net/http"
	"net/http/httptest"

	sentryhttp "github.com/getsentry/sentry-go/http"
)

type shop struct{ orders map[string]*order }

type order struct{ total int }

func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(s.find(r.URL.Path).total)
}

func (s *shop) refund(w http.ResponseWriter, r *http.Request) {
	total := s.orders[r.URL.Path].total
	w.WriteHeader(total)
}

func (s *shop) find(path string) *order {
	return s.orders[path]
}

func routes() http.Handler {
	s := &shop{}
	mux := http.NewServeMux()
	mux.HandleFunc("/orders/", s.order)
	mux.HandleFunc("/refunds/", s.refund)
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		var checks []func() bool
		if checks[0]() {
			w.WriteHeader(http.StatusNoContent)
		}
	})
	return sentryhttp.New(sentryhttp.Options{}).Handle(mux)
}

// Serve answers one request for a path.
func Serve(path string) {
	server := httptest.NewServer(routes())
	defer server.Close()
	answer, err := http.Get(server.URL + path)
	if err == nil {
		answer.Body.Close()
	}
}
