import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATH = '/usr/bin/chromium';

/** Why there is no browser; false when there is one. A build machine that has none gets Debian's. */
export function whyNoBrowser(): string | false {
  if (existsSync(PATH)) return false;
  if (process.env.CI === 'true' && process.getuid?.() === 0) {
    spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium'], { timeout: 300_000 });
    if (existsSync(PATH)) return false;
  }
  return 'Chromium is not here: install `chromium`';
}

export async function openBrowser(): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  return await chromium.launch({
    executablePath: PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-component-update', ...quiet],
  });
}
