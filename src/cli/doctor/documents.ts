import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredDocument } from '../../base/documents.ts';
import { isObject, type Json, member, parseOwnJson } from '../../base/json.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { MACHINE } from '../../catalog/machine-document.ts';
import { namedBy } from '../backup/named.ts';

type Document = StoredDocument & { readonly kind: string };

/** What a document may name. */
interface Named {
  readonly catalog: Catalog;
  /** The data directory. */
  readonly directory: string;
}

/** What is wrong with a document: it cannot be read, or what it names is not there. */
export async function wrongInDocument(document: Document, named: Named): Promise<string[]> {
  const { kind, text, version } = document;
  const wrong = version >= 1 ? [] : [`has version ${version}`];
  if (kind === 'secret') return [...wrong, ...wrongInSecret(text)];
  const value = parsed(text);
  if (value === undefined) return [...wrong, 'is not JSON'];
  if (kind === MACHINE) return [...wrong, ...(await wrongInMachine(document, value, named.catalog))];
  const gone = namedBy(kind, value).filter(({ path }) => !existsSync(join(named.directory, path)));
  return [...wrong, ...gone.map(({ path }) => `names ${path}, which is not there`)];
}

/** 32 bytes, or a private key. */
function wrongInSecret(text: string): string[] {
  if (text.startsWith('-----BEGIN') || Buffer.from(text, 'base64').length === 32) return [];
  return ['is no key of 32 bytes'];
}

function parsed(text: string): Json | undefined {
  try {
    return parseOwnJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

async function wrongInMachine(document: Document, value: Json, { machines }: Catalog): Promise<string[]> {
  const [id, revision] = [numberIn(value, 'id'), numberIn(value, 'revision')];
  const owner = await machines.ownerOf(id);
  const isOwned =
    owner !== undefined && `${owner.scope.account}/${owner.scope.region}/${owner.name}` === document.key;
  return [
    ...(isOwned ? [] : [`has number ${id}, which is not its own`]),
    ...((await machines.revision(id, revision)) === undefined ? [`has no revision ${revision}`] : []),
  ];
}

function numberIn(value: Json, key: string): number {
  return Number(isObject(value) ? member(value, key) : undefined);
}
