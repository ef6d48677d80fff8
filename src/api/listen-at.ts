import type { Server } from 'node:net';

/** Connections that the kernel keeps until we take them: who finds no place tries again after 1, 3, 7 ... 63 s. */
const BACKLOG = 4096;

/**
 * Lets a server listen; it emits `listening` or `error`.
 *
 * For an address there is nothing to look up. Told to listen at one, Node.js all the same loads its resolver and its cluster,
 * and compiles the regular expression by which it knows addresses of IPv6: 8 ms of a start's processor time. The function
 * that it then calls is an old name, which it keeps for those who know it.
 */
export function listenAt(server: Server & { readonly _listen2?: Listen }, port: number, host: string): void {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  if (isAddress && server._listen2 !== undefined) server._listen2(host, port, 4, BACKLOG);
  else server.listen({ port, host, backlog: BACKLOG });
}

type Listen = (address: string, port: number, family: 4 | 6, backlog: number) => void;
