import { present } from '../../src/base/assert.ts';
import type { DocumentWrite } from '../../src/base/documents.ts';
import { partsOf } from '../../src/catalog/document.ts';
import type { WrittenQualifiers } from './written-qualifiers.ts';

/** A state machine from its creation to its deletion. Another one of the same name has the same number. */
export interface Life {
  readonly name: string;
  readonly id: number;
  /** Its revisions, up to the current one. */
  readonly first: number;
  last: number;
  isDeleting: boolean;
  isGone: boolean;
  /** A process that was deleting it has ended. */
  isInherited: boolean;
}

/** What everybody who calls from now on must find, or find surpassed. */
export interface Seen {
  /** The revision that is current. */
  readonly revision: number;
  /** The first one that any version may have. */
  readonly first: number;
}

/** State machines as the disk has them, and everything that was ever written about them. */
export class WrittenCatalog {
  readonly violations: string[] = [];
  /** Those that exist, by name. */
  readonly #lives = new Map<string, Life>();
  /** The last machine of each name that was deleted. */
  readonly #gone = new Map<string, Life>();
  readonly #lastRevisions = new Map<number, number>();
  readonly #definitions = new Map<string, string>();
  readonly #revisionIds = new Set<string>();
  /** By name and moment. */
  readonly #creations = new Set<string>();
  /** Numbers of machines of which somebody was told that they are deleted. */
  readonly #deleted = new Set<number>();
  readonly #numbers = new Map<string, number>();
  readonly #qualifiers: WrittenQualifiers;
  readonly #seen = new Map<string, Seen>();

  constructor(qualifiers: WrittenQualifiers) {
    this.#qualifiers = qualifiers;
  }

  /** These documents have reached the disk, together. */
  see(writes: readonly DocumentWrite[]): void {
    for (const { kind, key, text } of writes) {
      if (kind === 'revision') this.#seeRevision(key, text);
      else if (kind === 'machine') this.#seeMachine(partsOf(key).name, text);
      else if (kind === 'qualifiers') this.#qualifiers.see(Number(key), text);
    }
  }

  /** Nothing is under way: whoever calls from now on sees at least this. */
  look(): void {
    for (const [name, { last }] of this.#gone) this.#seen.set(name, { revision: last + 1, first: last + 1 });
    for (const [name, { first, last, isDeleting }] of this.#lives) {
      const next = last + 1;
      this.#seen.set(name, isDeleting ? { revision: next, first: next } : { revision: last, first });
    }
  }

  seen(name: string): Seen {
    return this.#seen.get(name) ?? { revision: 0, first: 0 };
  }

  /** The number of a name; 0: it never existed. */
  numberOf(name: string): number {
    return this.#numbers.get(name) ?? 0;
  }

  life(name: string): Life | undefined {
    return this.#lives.get(name);
  }

  get deleting(): Life[] {
    return [...this.#lives.values()].filter(({ isDeleting }) => isDeleting);
  }

  /** A process is followed by another one, which has to go on with what it finds. */
  inherit(): void {
    for (const life of this.deleting) life.isInherited = true;
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
    this.#numbers.set(name, id);
    this.#lastRevisions.set(id, revision);
    if (life === undefined) {
      if (revision <= last) this.violations.push(`machine ${name} begins with revision ${revision} again`);
      this.#lives.set(name, { ...{ name, id, isDeleting, first: revision, last: revision }, ...NOBODYS });
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

const NOBODYS = { isGone: false, isInherited: false };

interface MachineText {
  readonly id: number;
  readonly revision: number;
  readonly createdAt: number;
  readonly isDeleting?: true;
}
