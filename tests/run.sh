#!/usr/bin/env bash
# Everything `make test` does, step by step; installs what a fresh machine lacks.
#   tests/run.sh            all steps
#   tests/run.sh web rust   only these
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-never}"
NPM=(npm --no-audit --no-fund --loglevel=error)
STEPS=("$@")
[ $# -gt 0 ] || STEPS=(tools web lint deploy rust fuzz clients browser)

say() { printf '\n== %s\n' "$*"; }

# Installs Debian packages that are missing; without root it says what to install.
need() {
  local missing=()
  for pair in "$@"; do command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}"); done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "please install: ${missing[*]}" >&2
    exit 1
  fi
}

tools() {
  need chromium:chromium python3:python3 cc:gcc c++:g++ git:git
  # Only wanted: a test that needs the server skips with a message where it cannot be had.
  [ -d /usr/lib/postgresql ] || command -v initdb >/dev/null || [ "$(id -u)" != 0 ] || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null 2>&1 || true
  # And so are the official SDKs of Go and Ruby.
  [ "$(id -u)" != 0 ] || { command -v go && command -v ruby; } >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go golang-github-getsentry-sentry-go-dev golang-github-pkg-errors-dev ruby-sentry-ruby ruby-sentry-raven ruby-sinatra ruby-faraday >/dev/null 2>&1 || true
  for tool in cargo node npm; do command -v "$tool" >/dev/null || { echo "please install $tool" >&2; exit 1; }; done
}

web() {
  say 'web: install, check, test, build'
  (cd web && { [ -f node_modules/.installed ] && [ node_modules/.installed -nt package-lock.json ] || { "${NPM[@]}" ci && touch node_modules/.installed; }; })
  (cd web && npm run --silent lint && npm test --silent && npm run --silent build)
}

lint() {
  say 'formatting and house rules'
  cargo fmt --all --check
  cargo xtask tidy
}

deploy() {
  say 'deployment files'
  local venv="$CARGO_TARGET_DIR/deploy-python"
  python_environment "$venv" tests/deploy/requirements.txt
  "$venv/bin/hadolint" deploy/Dockerfile
  "$venv/bin/check-jsonschema" --builtin-schema vendor.compose-spec deploy/compose.yaml
}

rust() {
  say 'rust: build and test'
  # Always the whole workspace: a package alone unifies other features and would build the heavy crates again.
  cargo build --locked --workspace --all-targets
  cargo test --locked --workspace --no-fail-fast
}

fuzz() {
  say 'fuzz targets, a few seconds each'
  fuzz/run.sh "${BARTIZAN_FUZZ_SECONDS:-8}"
}

clients() {
  say 'real clients'
  prepare_clients
  run_node_tests 'compat/*.test.mjs' 'api/*.test.mjs' 'durability/*.test.mjs' 'engines/*.test.mjs'
}

browser() {
  say 'browser journeys'
  prepare_clients
  run_node_tests 'e2e/*.test.mjs'
}

# The walk over all pages alone, with a picture of each in docs/screens.
screens() {
  say 'pictures of every page'
  prepare_clients
  rm -f docs/screens/*.png
  BARTIZAN_TEST_SCREENS="$PWD/docs/screens" run_node_tests 'e2e/pages.test.mjs'
}

prepare_clients() {
  [ -n "${CLIENTS_READY:-}" ] && return
  cargo build --quiet --locked --workspace --all-targets
  export BARTIZAN_TEST_BINARY="$CARGO_TARGET_DIR/debug/bartizan"
  (cd tests && { [ -f node_modules/.installed ] && [ node_modules/.installed -nt package-lock.json ] || { "${NPM[@]}" ci && touch node_modules/.installed; }; })
  prepare_python
  cargo build --quiet --locked --manifest-path tests/compat/rust/Cargo.toml --target-dir "$CARGO_TARGET_DIR/compat-rust"
  export BARTIZAN_TEST_RUST_CLIENT="$CARGO_TARGET_DIR/compat-rust/debug/compat-rust"
  CLIENTS_READY=1
}

prepare_python() {
  python_environment "$CARGO_TARGET_DIR/compat-python" tests/compat/python/requirements.txt
  export BARTIZAN_TEST_PYTHON="$CARGO_TARGET_DIR/compat-python/bin/python"
}

# A virtual environment with exactly these packages; made anew when the list changes.
python_environment() {
  local venv=$1 wanted=$2
  cmp -s "$wanted" "$venv/requirements.txt" && return
  rm -rf "$venv"
  python3 -m venv "$venv" 2>/dev/null || { need no-venv:python3-venv; python3 -m venv "$venv"; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
  cp "$wanted" "$venv/requirements.txt"
}

# Patterns below tests/, unfolded there: not every version of node does it by itself.
run_node_tests() {
  # shellcheck disable=SC2068
  (cd tests && node --test --test-concurrency=1 --test-reporter=spec $@)
}

for step in "${STEPS[@]}"; do
  case $step in
    tools|web|lint|deploy|rust|fuzz|clients|browser|screens) "$step" ;;
    *) echo "unknown step $step; there are: tools web lint deploy rust fuzz clients browser screens" >&2; exit 2 ;;
  esac
done
say 'all green'
