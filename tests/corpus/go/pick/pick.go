// Package pick takes goods from shelves.
package pick

// Best is the nth of the ranks.
func Best(ranks []int, n int) int {
	return ranks[n]
}

// Shelf holds goods by name.
type Shelf[K comparable, V any] struct {
	goods map[K]*V
}

// Take is the good of that name.
func (s Shelf[K, V]) Take(name K) V {
	return *s.goods[name]
}

// Descend goes down as many steps.
func Descend(depth int) int {
	if depth > 0 {
		return Descend(depth - 1)
	}
	var none []int
	return none[0]
}

// Split shares a sum among so many.
func Split(sum, among int) int {
	return sum / among
}
