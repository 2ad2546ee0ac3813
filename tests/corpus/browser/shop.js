// A shop whose every failure is one bug; a button for each. Served as it stands, and once more made small, without a map.
const stock = { apples: { left: 3 } };

function total(lines) {
  return lines.map(line => line.price.amount * line.count).reduce((sum, each) => sum + each, 0);
}

function left(name) {
  return stock[name].left;
}

function shelve(name) {
  stock[name].push(1);
}

class Cart {
  #lines;

  constructor(lines) {
    this.#lines = lines;
  }

  get total() {
    return total(this.#lines);
  }

  async order() {
    await new Promise(done => setTimeout(done, 1));
    return this.#reserve('pears');
  }

  #reserve(name) {
    return left(name) - 1;
  }

  static parse(text) {
    return new Cart(JSON.parse(text).lines);
  }

  refund(depth) {
    return this.refund(depth + 1) + depth;
  }
}

function chained() {
  try {
    left('cherries');
  } catch (cause) {
    throw new Error('order 4711 cannot be priced', { cause });
  }
}

async function rates(currency) {
  const answer = await fetch(`https://rates.example.com/${currency}`);
  return answer.json();
}

function withTelemetry(work) {
  try {
    work();
  } catch (error) {
    window.Sentry.captureException(error);
  }
}

const failures = {
  typeerror: () => new Cart([{ count: 1 }]).total,
  rejection: () => void new Cart([]).order(),
  domexception: () => document.querySelector('[order=4711'),
  cause: chained,
  parse: () => Cart.parse('{broken'),
  overflow: () => new Cart([]).refund(0),
  timer: () => setTimeout(() => left('plums'), 1),
  fetch: () => void rates('XXX'),
  reference: () => undeclared(stock),
  handled: () => withTelemetry(() => Cart.parse('{"lines":1}').total),
  iterator: () => { for (const each of stock) left(each); },
  date: () => new Date('yesterday evening').toISOString(),
  string: () => { throw 'stock service answered 503 after 1532 ms'; },
  text: () => { throw 'the cart is locked'; },
  object: () => void Promise.reject({ code: 503, reason: 'no stock' }),
  callback: () => document.dispatchEvent(new CustomEvent('stock', { detail: null })),
  xhr: () => {
    const request = new XMLHttpRequest();
    request.addEventListener('load', () => shelve(request.responseText));
    request.open('GET', '/stock');
    request.send();
  },
  message: () => {
    console.warn('payment is slow');
    window.Sentry.captureMessage('voucher 1f0c2d3e-4a5b-4c6d-8e7f-901234567890 took 1532 ms');
  },
};

document.addEventListener('stock', event => stock.apples.left = event.detail.left);
for (const [name, fail] of Object.entries(failures)) {
  const button = document.createElement('button');
  button.id = name;
  button.addEventListener('click', () => fail());
  document.body.append(button);
}
