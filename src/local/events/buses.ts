import type { Documents } from '../../base/documents.ts';
import type { Instant } from '../../base/time.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { type BusPlace, DEFAULT_BUS, placeKey } from './place.ts';

/** A bus that was made; the default one of each account and region is there without. */
export interface Bus {
  readonly name: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
}

const KIND = 'event-bus';
/** In one account and region, as on AWS. */
const BUSES_MAX = 100;

export class Buses {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async find(place: BusPlace): Promise<{ readonly bus: Bus; readonly version: number } | undefined> {
    const found = await this.#documents.document(KIND, placeKey(place));
    // Our own text.
    if (found !== undefined) return { bus: JSON.parse(found.text) as Bus, version: found.version };
    if (place.bus !== DEFAULT_BUS) return undefined;
    return { bus: { name: DEFAULT_BUS, tags: {}, createdAt: 0 }, version: 0 };
  }

  /** @throws ServiceRefusal ResourceNotFoundException. */
  async existing(place: BusPlace): Promise<{ readonly bus: Bus; readonly version: number }> {
    const found = await this.find(place);
    if (found !== undefined) return found;
    throw new ServiceRefusal('ResourceNotFoundException', `Event bus ${place.bus} does not exist.`);
  }

  /** The default one first. */
  async list({ region, account }: BusPlace): Promise<Bus[]> {
    const prefix = `${region}/${account}/`;
    const stored = await this.#documents.documents(KIND, { prefix, limit: BUSES_MAX + 1 });
    // As above.
    const made = stored.map(({ text }) => JSON.parse(text) as Bus).filter(({ name }) => name !== DEFAULT_BUS);
    const standard = await this.existing({ region, account, bus: DEFAULT_BUS });
    return [standard.bus, ...made.sort((a, b) => (a.name < b.name ? -1 : 1))];
  }

  async create(place: BusPlace, bus: Bus): Promise<void> {
    if ((await this.list(place)).length > BUSES_MAX)
      throw new ServiceRefusal(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    if (place.bus === DEFAULT_BUS || !(await this.write(place, 0, bus)))
      throw new ServiceRefusal('ResourceAlreadyExistsException', `Event bus ${bus.name} already exists.`);
  }

  /** @param bus Undefined deletes it. @returns false when somebody else was faster. */
  async write(place: BusPlace, expectedVersion: number, bus: Bus | undefined): Promise<boolean> {
    const text = bus === undefined ? undefined : JSON.stringify(bus);
    const write = { kind: KIND, key: placeKey(place), text, expectedVersion };
    return (await this.#documents.write([write])) === 'committed';
  }
}
