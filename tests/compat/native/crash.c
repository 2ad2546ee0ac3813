/* A library that crashes: the way into a null pointer leads through a function that is inlined. */
#include <stddef.h>

struct cart {
    int *total;
};

static volatile int steps;

static inline __attribute__((always_inline)) int read_total(struct cart *cart)
{
    steps++;
    return *cart->total;
}

__attribute__((noinline)) int checkout(struct cart *cart)
{
    int total = read_total(cart);
    steps += total;
    return total + 1;
}

__attribute__((noinline)) int shop(int visitors)
{
    struct cart cart = {NULL};
    int sum = 0;
    for (int i = 0; i < visitors; i++)
        sum += checkout(&cart);
    return sum + steps;
}
