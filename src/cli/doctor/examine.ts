import { executionArn } from '../../base/arn.ts';
import { createCatalog } from '../../catalog/create-catalog.ts';
import { createAudit } from '../../engine/audit.ts';
import type { Inspection } from '../../store/sqlite/inspection.ts';
import { isSqliteError, messageOf } from '../../store/sqlite/sqlite-error.ts';
import { systemClock, systemEntropy } from '../../system.ts';
import { NAMING } from '../backup/named.ts';
import { wrongInDocument } from './documents.ts';

/** Something that is not as it must be. */
interface Trouble {
  /** `database`, the ARN of an execution, or the kind and key of a document. */
  readonly place: string;
  readonly what: string;
}

export interface Examination {
  readonly executions: number;
  readonly documents: number;
  readonly troubles: readonly Trouble[];
}

/** Executions and documents that are looked at in one transaction: a server's WAL cannot be emptied meanwhile. */
const AT_ONCE = 100;

/** Looks at everything in a data directory. @param onStep After every few executions, with those looked at so far, of all. */
export async function examine(
  inspection: Inspection,
  onStep: (executions: number, total: number) => void,
): Promise<Examination> {
  const doctor = new Doctor(inspection);
  doctor.look('database', () => inspection.damage());
  doctor.look('database', () => inspection.strays().map((id) => `has chunks of no execution (${id})`));
  const documents = await doctor.pages((after) => doctor.documents(after));
  await doctor.lookAgain();
  let seen = 0;
  let total = 0;
  doctor.look('database', () => {
    total = inspection.executionCount();
    return [];
  });
  const executions = await doctor.pages(async (after) => {
    const page = await doctor.executions(after);
    seen += page.length;
    onStep(seen, total);
    return page;
  });
  return { executions, documents, troubles: doctor.troubles };
}

const namedThings: ReadonlySet<string> = new Set(NAMING);

class Doctor {
  readonly troubles: Trouble[] = [];
  /** Positions of functions and objects that are to be looked at again. */
  readonly #suspects: number[] = [];
  readonly #inspection: Inspection;
  readonly #catalog: ReturnType<typeof createCatalog>;
  readonly #audit: ReturnType<typeof createAudit>;

  constructor(inspection: Inspection) {
    const { store } = inspection;
    this.#inspection = inspection;
    this.#catalog = createCatalog({ store, now: systemClock.now, entropy: systemEntropy });
    this.#audit = createAudit(store, this.#catalog);
  }

  /** What SQLite cannot read is a finding like any other. */
  look(place: string, look: () => readonly string[]): void {
    try {
      this.#add(place, look());
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      this.#add(place, [messageOf(error)]);
    }
  }

  /** Page by page, each at one commit. @returns how many there were. */
  async pages(next: (after: number) => Promise<readonly number[]>): Promise<number> {
    let count = 0;
    let after = 0;
    try {
      for (;;) {
        const page = await this.#inspection.atOneCommit(() => next(after));
        count += page.length;
        after = page.at(-1) ?? after;
        if (page.length < AT_ONCE) return count;
      }
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      this.#add('database', [messageOf(error)]);
      return count;
    }
  }

  async documents(after: number): Promise<number[]> {
    const page = this.#inspection.documents(after, AT_ONCE);
    const named = { catalog: this.#catalog, directory: this.#inspection.path };
    for (const document of page) {
      const wrong = await wrongInDocument(document, named);
      if (wrong.length > 0 && namedThings.has(document.kind)) this.#suspects.push(document.position);
      else this.#add(`${document.kind} ${document.key}`, wrong);
    }
    return page.map(({ position }) => position);
  }

  /** A server may have replaced what a document names between that commit and the look. */
  async lookAgain(): Promise<void> {
    const named = { catalog: this.#catalog, directory: this.#inspection.path };
    for (const position of this.#suspects) {
      const [document] = this.#inspection.documents(position - 1, 1);
      if (document?.position !== position) continue;
      this.#add(`${document.kind} ${document.key}`, await wrongInDocument(document, named));
    }
  }

  async executions(after: number): Promise<number[]> {
    const page = this.#inspection.executionIds(after, AT_ONCE);
    for (const id of page) {
      const wrong = [...this.#wrongVersions(id), ...(await this.#audit(id))];
      if (wrong.length > 0) this.#add(await this.#nameOf(id), wrong);
    }
    return page;
  }

  #wrongVersions(id: number): string[] {
    const versions = this.#inspection.chunkVersions(id);
    const gap = versions.findIndex((version, index) => version !== index + 1);
    return gap < 0 ? [] : [`has chunk ${versions[gap]} where ${gap + 1} should stand`];
  }

  async #nameOf(id: number): Promise<string> {
    try {
      const header = await this.#inspection.store.header(id);
      const owner = header && (await this.#catalog.machines.ownerOf(header.machine));
      if (header !== undefined && owner !== undefined)
        return executionArn(owner.scope, owner.name, header.name);
    } catch {
      // It is in trouble already; what it is called is not the trouble.
    }
    return `execution ${id}`;
  }

  #add(place: string, wrong: readonly string[]): void {
    this.troubles.push(...wrong.map((what) => ({ place, what })));
  }
}
