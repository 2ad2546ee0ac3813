// Package store keeps orders.
package store

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/pkg/errors"
)

// Store holds numbers of orders.
type Store struct {
	orders map[int]bool
}

// StockError says how little is left.
type StockError struct {
	SKU  string
	Left int
}

func (e *StockError) Error() string {
	return fmt.Sprintf("only %d of %s left", e.Left, e.SKU)
}

// Open opens the store of a name.
func Open(name string) *Store {
	if name == "" {
		panic("the store has no name")
	}
	return &Store{orders: map[int]bool{}}
}

// Put adds an order.
func (s *Store) Put(id int) {
	s.orders[id] = true
}

// Order loads an order.
func Order(id int) error {
	if err := dial(); err != nil {
		return fmt.Errorf("load order %d: %w", id, err)
	}
	return nil
}

func dial() error {
	conn, err := net.DialTimeout("tcp", "127.0.0.1:1", time.Second)
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	return conn.Close()
}

// Charge takes the money for an order.
func Charge(id int) error {
	return errors.Wrapf(authorise(), "charge order %d", id)
}

func authorise() error {
	return errors.New("card refused")
}

// Reserve puts goods aside.
func Reserve(sku string, left int) error {
	return &StockError{SKU: sku, Left: left}
}

// Decode reads an order.
func Decode(text []byte) error {
	var order struct{ ID int }
	return errors.WithStack(json.Unmarshal(text, &order))
}

// Import reads orders from a file.
func Import(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return file.Close()
}
