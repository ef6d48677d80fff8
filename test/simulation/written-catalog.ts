import { present } from '../../src/base/assert.ts';
import type { DocumentWrite } from '../../src/base/documents.ts';
import { partsOf } from '../../src/catalog/document.ts';

/** A state machine from its creation to its deletion. Another one of the same name has the same number. */
export interface Life {
  readonly name: string;
  readonly id: number;
  /** Its revisions, up to the current one. */
  readonly first: number;
  last: number;
  isDeleting: boolean;
  isGone: boolean;
}

/** What everybody who calls from now on must find, or find surpassed. */
export interface Seen {
  /** Revisions before this one are the past. */
  readonly revision: number;
}

/** State machines as the disk has them, and everything that was ever written about them. */
export class WrittenCatalog {
  readonly violations: string[] = [];
  /** Those that exist, by name. */
  readonly #lives = new Map<string, Life>();
  readonly #lastRevisions = new Map<number, number>();
  readonly #definitions = new Map<string, string>();
  readonly #revisionIds = new Set<string>();
  /** By name and moment. */
  readonly #creations = new Set<string>();
  /** Numbers of machines of which somebody was told that they are deleted. */
  readonly #deleted = new Set<number>();
  #seen = new Map<string, Seen>();

  /** These documents have reached the disk, together. */
  see(writes: readonly DocumentWrite[]): void {
    for (const { kind, key, text } of writes) {
      if (kind === 'revision') this.#seeRevision(key, text);
      else if (kind === 'machine') this.#seeMachine(partsOf(key).name, text);
    }
  }

  /** Nothing is under way: whoever calls from now on sees at least this. */
  look(): void {
    this.#seen = new Map(
      [...this.#lives.values()].map(({ name, last, isDeleting }) => [
        name,
        { revision: isDeleting ? last + 1 : last },
      ]),
    );
    for (const { name, last } of this.#gone.values())
      if (!this.#lives.has(name)) this.#seen.set(name, { revision: last + 1 });
  }

  seen(name: string): Seen {
    return this.#seen.get(name) ?? { revision: 0 };
  }

  life(name: string): Life | undefined {
    return this.#lives.get(name);
  }

  get deleting(): Life[] {
    return [...this.#lives.values()].filter(({ isDeleting }) => isDeleting);
  }

  /** The deletion of a machine was acknowledged. */
  acknowledge(life: Life): void {
    if (!life.isGone) this.violations.push(`machine ${life.name} was deleted, and is on disk`);
    if (this.#lives.get(life.name) === undefined) this.#deleted.add(life.id);
  }

  /** Whether no such machine exists, and who has deleted it knows that. */
  isDeleted(machine: number): boolean {
    return this.#deleted.has(machine);
  }

  exists(machine: number): boolean {
    return [...this.#lives.values()].some(({ id }) => id === machine);
  }

  definitionOf(machine: number, revision: number): string | undefined {
    return this.#definitions.get(`${machine}/${revision}`);
  }

  hasRevision(revisionId: string): boolean {
    return this.#revisionIds.has(revisionId);
  }

  wasCreated(name: string, at: number): boolean {
    return this.#creations.has(`${name} ${at}`);
  }

  /** The last machine of each name that was deleted. */
  readonly #gone = new Map<string, Life>();

  #seeRevision(key: string, text: string | undefined): void {
    if (text === undefined || this.#definitions.has(key)) {
      this.violations.push(`revision ${key} is written twice`);
      return;
    }
    // As the catalog writes it.
    const { definition, revisionId } = JSON.parse(text) as { definition: string; revisionId?: string };
    this.#definitions.set(key, definition);
    if (revisionId !== undefined) this.#revisionIds.add(revisionId);
  }

  #seeMachine(name: string, text: string | undefined): void {
    const life = this.#lives.get(name);
    if (text === undefined) {
      const ended = present(life, 'a machine that is deleted');
      if (!ended.isDeleting) this.violations.push(`machine ${name} is gone before its executions were ended`);
      ended.isGone = true;
      this.#lives.delete(name);
      this.#gone.set(name, ended);
      return;
    }
    // As the catalog writes it.
    const document = JSON.parse(text) as MachineText;
    const { id, revision, createdAt, isDeleting = false } = document;
    const last = this.#lastRevisions.get(id) ?? 0;
    this.#lastRevisions.set(id, revision);
    if (life === undefined) {
      if (revision <= last) this.violations.push(`machine ${name} begins with revision ${revision} again`);
      this.#lives.set(name, { ...{ name, id, isDeleting, first: revision, last: revision }, isGone: false });
      this.#creations.add(`${name} ${createdAt}`);
      this.#deleted.delete(id);
      return;
    }
    if (life.isDeleting && !(isDeleting && revision === last))
      this.violations.push(`machine ${name} was marked as being deleted, and is changed`);
    if (revision < last) this.violations.push(`machine ${name} goes back to revision ${revision}`);
    life.last = revision;
    life.isDeleting = isDeleting;
  }
}

interface MachineText {
  readonly id: number;
  readonly revision: number;
  readonly createdAt: number;
  readonly isDeleting?: true;
}
