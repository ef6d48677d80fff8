import { asl } from './asl-corpus.ts';
import type { Corpus } from './corpus.ts';
import { executions } from './executions.ts';
import { jsonata } from './jsonata-corpus.ts';
import { jsonPath } from './jsonpath-corpus.ts';
import { sequences } from './sequences.ts';

/** In the order in which they are played: the API comes first, while its lists show nothing else. */
export const CORPORA: readonly Corpus[] = [...sequences, ...executions, asl, jsonPath, jsonata];
