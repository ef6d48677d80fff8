/**
 * Whether a Host header names this server. A page that rebinds its own name to this address is refused by this.
 *
 * Always ours: `localhost`, `127.0.0.1`, `[::1]` and `*.localhost`, each with the `sync-` that SDKs put before the host of
 * StartSyncExecution and TestState.
 *
 * @param names Further names, in lower case and without port.
 */
export function isOwnHost(header: string | undefined, names: ReadonlySet<string>): boolean {
  if (header === undefined) return false;
  const host = withoutPort(header).toLowerCase();
  const name = host.startsWith('sync-') ? host.slice(5) : host;
  if (name === 'localhost' || name === '127.0.0.1' || name === '[::1]') return true;
  return names.has(host) || names.has(name) || name.endsWith('.localhost');
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
}
