struct cart { int items; int *total; };

int read_total(const struct cart *cart) {
    return *cart->total;
}

int checkout(const struct cart *cart) {
    int total = read_total(cart);
    return total + cart->items;
}
