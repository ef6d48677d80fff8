import { crc32 } from 'node:zlib';
import { isObject, type Json, member, parseJson } from '../../base/json.ts';

/**
 * What a process of a function writes down of each call, behind one another in one file:
 *
 *     R <mark> <terms>            before the handler is called
 *     U <mark>                    it is not called after all, because the file was closed (`call-file.ts`)
 *     S <ticket> <bytes> <crc32>  its result, which follows with a line feed behind it; F: its error document
 *
 * A file may end anywhere: what is not whole has not happened.
 */
export interface SpoolRecords {
  /** Calls whose handler was called, by mark. */
  readonly received: ReadonlyMap<string, Terms>;
  /** By ticket; the first counts. */
  readonly answered: ReadonlyMap<string, SpooledAnswer>;
}

export interface SpooledAnswer {
  readonly type: 'returned' | 'failed';
  readonly payload: string;
}

/** What the host must know of a call that an earlier host has made. */
export interface Terms {
  /** The version that runs. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Seconds; the text of a timeout names them. */
  readonly timeout: number;
  /** The folder that its author knows as `/var/task`. */
  readonly hiddenRoot?: string;
}

export function readSpoolRecords(file: Buffer): SpoolRecords {
  const received = new Map<string, Terms>();
  const answered = new Map<string, SpooledAnswer>();
  for (let at = 0; at < file.length; ) {
    const end = file.indexOf(LINE_FEED, at);
    if (end < 0) break;
    const line = file.toString('utf8', at, end);
    at = end + 1;
    const [, mark, text] = /^R ([0-9a-f]{32}) (.+)$/.exec(line) ?? [];
    if (mark !== undefined && text !== undefined) {
      const terms = termsIn(text);
      if (terms === undefined) break;
      received.set(mark, terms);
      continue;
    }
    const [, unmade] = /^U ([0-9a-f]{32})$/.exec(line) ?? [];
    if (unmade !== undefined) {
      received.delete(unmade);
      continue;
    }
    const [, type, ticket, size, sum] = /^([SF]) ([0-9a-f]{32}) (\d+) (\d+)$/.exec(line) ?? [];
    if (ticket === undefined) break;
    const payload = file.subarray(at, at + Number(size));
    at += Number(size) + 1;
    if (at > file.length || crc32(payload) !== Number(sum)) break;
    if (!answered.has(ticket)) {
      answered.set(ticket, { type: type === 'S' ? 'returned' : 'failed', payload: payload.toString() });
    }
  }
  return { received, answered };
}

const LINE_FEED = 10;

function termsIn(text: string): Terms | undefined {
  const json = jsonOf(text);
  if (!isObject(json)) return undefined;
  const hiddenRoot = member(json, 'hiddenRoot');
  return {
    version: String(member(json, 'version')),
    deadline: Number(member(json, 'deadline')),
    timeout: Number(member(json, 'timeout')),
    ...(typeof hiddenRoot === 'string' ? { hiddenRoot } : {}),
  };
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
