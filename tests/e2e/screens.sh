#!/usr/bin/env bash
# Takes the pictures in docs/screens anew.
set -euo pipefail
cd "$(dirname "$0")/../.."
tests/run.sh web screens
