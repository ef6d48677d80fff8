import { join } from 'node:path';
import { isArray, isObject, type Json, member } from '../../base/json.ts';

/** What lies beside the database, and counts because a document in it names it. */
export interface Named {
  /** In the data directory. */
  readonly path: string;
  /** A folder with the code of a function, or a file with bytes of an object. */
  readonly kind: 'folder' | 'file';
}

/** The kinds of documents that name something. */
export const NAMING = ['function', 's3-object', 's3-part'] as const;

/** What a document names. */
export function namedBy(kind: string, document: Json): readonly Named[] {
  switch (kind) {
    case 'function': {
      // Versions lie with their function, each as complete as it.
      const versions = memberOf(document, 'versions');
      return [document, ...(isArray(versions) ? versions : [])].map(codeOf);
    }
    case 's3-object': {
      const pieces = memberOf(document, 'pieces');
      return isArray(pieces) ? pieces.map(pieceOf) : [];
    }
    case 's3-part':
      return [pieceOf(memberOf(document, 'piece'))];
    default:
      return [];
  }
}

function codeOf(definition: Json): Named {
  return {
    kind: 'folder',
    path: join('functions', textIn(definition, 'id'), textIn(definition, 'codeSha256')),
  };
}

function pieceOf(piece: Json | undefined): Named {
  return { kind: 'file', path: join('s3', textIn(piece, 'id')) };
}

function textIn(value: Json | undefined, key: string): string {
  return String(memberOf(value, key));
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return value !== undefined && isObject(value) ? member(value, key) : undefined;
}
