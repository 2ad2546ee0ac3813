#!/usr/bin/env bash
# Takes the pictures in docs/screens anew.
set -euo pipefail
cd "$(dirname "$0")/../.."
rm -f docs/screens/*.png
BARTIZAN_TEST_SCREENS="$PWD/docs/screens" tests/run.sh web browser
