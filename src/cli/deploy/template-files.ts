import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { zipFiles } from '../zip.ts';
import { archiveOf, insideOf } from './code-archive.ts';
import { Fault, type Path } from './fault.ts';
import type { Preparation } from './resource-type.ts';

/** The files that a template names, and the archives made of them. */
export class TemplateFiles {
  /** By digest. */
  readonly archives = new Map<string, Buffer>();
  /** Files and folders that were read: a change of one of them may change the stack. */
  readonly seen = new Set<string>();
  readonly #folder: string;
  readonly #endpoint: string;

  constructor(folder: string, endpoint: string) {
    this.#folder = folder;
    this.#endpoint = endpoint.replace(/\/+$/, '');
  }

  preparation(path: Path): Preparation {
    return {
      path,
      text: (file, place) => {
        const target = this.#inside(file, place);
        if (!statSync(target).isFile()) throw new Fault(place, `${file} is no file`);
        return readFileSync(target, 'utf8');
      },
      pack: (code, place) => this.#keep(this.#archive(code, place)),
      asset: (bucket, key, place) => this.#asset(bucket, key, place),
      localUrls: (text) => localUrls(text, this.#endpoint),
    };
  }

  #archive(code: Parameters<Preparation['pack']>[0], place: Path): Buffer {
    if ('path' in code) return archiveOf(this.#inside(code.path, place), place);
    return zipFiles([{ name: code.name, content: Buffer.from(code.text), isExecutable: false }]);
  }

  #keep(archive: Buffer): string {
    const digest = hash('sha256', archive, 'hex');
    this.archives.set(digest, archive);
    return digest;
  }

  #inside(path: string, place: Path): string {
    const target = insideOf(this.#folder, path, place);
    this.seen.add(target);
    return target;
  }

  /** `cdk synth` writes beside the template which folder becomes which object of its bucket. */
  #asset(bucket: string, key: string, place: Path): string {
    for (const name of readdirSync(this.#folder).filter((one) => one.endsWith('.assets.json'))) {
      const manifest = parsed(readFileSync(join(this.#folder, name), 'utf8'));
      for (const file of Object.values(objectIn(manifest, 'files'))) {
        const isIt = Object.values(objectIn(file, 'destinations')).some(
          (to) => isObject(to) && member(to, 'objectKey') === key,
        );
        const path = member(objectIn(file, 'source'), 'path');
        if (isIt && typeof path === 'string') return path;
      }
    }
    const beside = join(this.#folder, key);
    if (existsSync(beside)) return key;
    throw new Fault(
      place,
      `s3://${bucket}/${key} is neither an asset of cdk synth nor a file beside the template`,
    );
  }
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function objectIn(value: Json | undefined, key: string): JsonObject {
  const inner = isObject(value) ? member(value, key) : undefined;
  return isObject(inner) ? inner : {};
}

/** The names that AWS gives to deployed APIs, as the server at this endpoint is called. */
export function localUrls(text: string, endpoint: string): string {
  return text.replace(
    /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\/([A-Za-z0-9_-]+))?/g,
    (_, api: string, stage: string | undefined) =>
      stage === undefined
        ? `${endpoint}/restapis/${api}`
        : `${endpoint}/restapis/${api}/${stage}/_user_request_`,
  );
}
