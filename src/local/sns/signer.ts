import { createHash, createPublicKey, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { present } from '../../base/assert.ts';
import type { Documents } from '../../base/documents.ts';
import { certificateOf } from './certificate.ts';

const KIND = 'secret';
const KEY = 'sns-signing-key';

/** Signs what is delivered, as SNS does, with a key that is kept. */
export class Signer {
  readonly #documents: Documents;
  #key: Promise<SigningKey> | undefined;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /**
   * @param fields What SNS signs of a message: names and values, in the order of the names.
   * @param version `SignatureVersion`: 1 is of SHA-1, 2 of SHA-256.
   */
  async sign(
    fields: readonly (readonly [string, string])[],
    version: '1' | '2',
  ): Promise<{ signature: string; keyName: string }> {
    const { privateKey, name } = await this.#current();
    const text = fields.map(([key, value]) => `${key}\n${value}\n`).join('');
    const digest = version === '2' ? 'sha256' : 'sha1';
    return { signature: sign(digest, Buffer.from(text), privateKey).toString('base64'), keyName: name };
  }

  /** In PEM; signed by its own key, since nobody else has certified it. */
  async certificate(name: string): Promise<string | undefined> {
    const key = await this.#current();
    return key.name === name ? certificateOf(key.privateKey) : undefined;
  }

  #current(): Promise<SigningKey> {
    this.#key ??= this.#load().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #load(): Promise<SigningKey> {
    const known = await this.#documents.document(KIND, KEY);
    if (known !== undefined) return keyOf(known.text);
    const made = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    const text = String(made.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await this.#documents.write([{ kind: KIND, key: KEY, text, expectedVersion: 0 }]);
    return keyOf(present(await this.#documents.document(KIND, KEY), 'the signing key').text);
  }
}

interface SigningKey {
  readonly privateKey: string;
  /** Of the file under which clients find the certificate. */
  readonly name: string;
}

function keyOf(privateKey: string): SigningKey {
  const publicKey = String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
  const digest = createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
  return { privateKey, name: `SimpleNotificationService-${digest}.pem` };
}
