import type { Scope } from '../../base/arn.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { Instant } from '../../base/time.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { DEFAULT_GROUP, type SchedulePlace } from './schedule-document.ts';

/** A group of schedules; the default one of each account and region is there without. */
export interface Group {
  readonly name: string;
  readonly clientToken?: string;
  readonly createdAt: Instant;
}

const KIND = 'schedule-group';
/** In one account and region, as on AWS. */
const GROUPS_MAX = 500;

export class Groups {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** @throws ServiceRefusal ResourceNotFoundException. */
  async existing(place: SchedulePlace): Promise<{ readonly group: Group; readonly version: number }> {
    const found = await this.#documents.document(KIND, keyOf(place));
    // Our own text.
    if (found !== undefined) return { group: JSON.parse(found.text) as Group, version: found.version };
    if (place.group === DEFAULT_GROUP) return { group: { name: DEFAULT_GROUP, createdAt: 0 }, version: 0 };
    throw new ServiceRefusal(
      'ResourceNotFoundException',
      `Schedule group ${place.group} does not exist.`,
      404,
    );
  }

  /** By name. */
  async list({ region, account }: Scope): Promise<Group[]> {
    const prefix = `${region}/${account}/`;
    const stored = await this.#documents.documents(KIND, { prefix, limit: GROUPS_MAX });
    // As above.
    const made = stored.map(({ text }) => JSON.parse(text) as Group);
    const { group } = await this.existing({ region, account, group: DEFAULT_GROUP });
    return [group, ...made].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async create(place: SchedulePlace, group: Group): Promise<void> {
    if ((await this.list(place)).length > GROUPS_MAX)
      throw new ServiceRefusal(
        'ServiceQuotaExceededException',
        `The maximum of ${GROUPS_MAX} schedule groups is reached.`,
        402,
      );
    const write = { kind: KIND, key: keyOf(place), text: JSON.stringify(group), expectedVersion: 0 };
    const isMade = place.group !== DEFAULT_GROUP && (await this.#documents.write([write])) === 'committed';
    if (isMade) return;
    const { clientToken } = (await this.existing(place)).group;
    if (clientToken !== undefined && clientToken === group.clientToken) return;
    throw new ServiceRefusal('ConflictException', `Schedule group ${group.name} already exists.`, 409);
  }

  /** What deletes it. */
  deletion(place: SchedulePlace, version: number): DocumentWrite {
    return { kind: KIND, key: keyOf(place), text: undefined, expectedVersion: version };
  }
}

function keyOf({ region, account, group }: SchedulePlace): string {
  return `${region}/${account}/${group}`;
}
