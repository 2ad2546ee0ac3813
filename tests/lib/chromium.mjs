// Debian's Chromium by playwright-core, without its background traffic.
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

export const launch = () => chromium.launch({ executablePath: process.env.BARTIZAN_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
