/** What an alias shares executions out to, by version; weights add up to 100. */
export type Routes = readonly { readonly version: number; readonly weight: number }[];

/** Versions and aliases of a machine, as the catalog writes them. */
interface QualifiersText {
  readonly lastVersion: number;
  readonly versions: readonly { readonly number: number; readonly revision: number }[];
  readonly aliases: readonly { readonly name: string; readonly routes: Routes }[];
}

const NONE: QualifiersText = { lastVersion: 0, versions: [], aliases: [] };

/** Versions and aliases as the disk has them, and everything that was ever written about them. */
export class WrittenQualifiers {
  readonly violations: string[] = [];
  /** By the number of the machine: everything since the last look, what stood there then first. */
  readonly #recent = new Map<number, QualifiersText[]>();
  /** Revisions by machine and version: several, where machines of that name were deleted. */
  readonly #revisions = new Map<string, Set<number>>();

  see(machine: number, text: string | undefined): void {
    // As the catalog writes it.
    const after = text === undefined ? NONE : (JSON.parse(text) as QualifiersText);
    if (after !== NONE) this.#compare(machine, this.#now(machine), after);
    for (const { number, revision } of after.versions) this.#revisionsOf(machine, number).add(revision);
    this.#recent.set(machine, [...this.#since(machine), after]);
  }

  look(): void {
    for (const [machine, all] of this.#recent) if (all.length > 1) this.#recent.set(machine, all.slice(-1));
  }

  versions(machine: number): readonly number[] {
    return this.#now(machine).versions.map(({ number }) => number);
  }

  aliases(machine: number): readonly string[] {
    return this.#now(machine).aliases.map(({ name }) => name);
  }

  /** Whether a version had this revision, in the life of any machine of that number. */
  isVersion(machine: number, version: number, revision: number): boolean {
    return this.#revisionsOf(machine, version).has(revision);
  }

  revisionsOf(machine: number, version: number): readonly number[] {
    return [...this.#revisionsOf(machine, version)];
  }

  /** What an alias was since the last look; undefined: it was not there. */
  aliasSince(machine: number, alias: string): (Routes | undefined)[] {
    return this.#since(machine).map(({ aliases }) => aliases.find(({ name }) => name === alias)?.routes);
  }

  #now(machine: number): QualifiersText {
    return this.#since(machine).at(-1) ?? NONE;
  }

  #since(machine: number): QualifiersText[] {
    return this.#recent.get(machine) ?? [NONE];
  }

  #revisionsOf(machine: number, version: number): Set<number> {
    const key = `${machine}:${version}`;
    const known = this.#revisions.get(key) ?? new Set();
    this.#revisions.set(key, known);
    return known;
  }

  #compare(machine: number, before: QualifiersText, after: QualifiersText): void {
    const report = (wrong: string) => this.violations.push(`machine ${machine} ${wrong}`);
    if (after.lastVersion < before.lastVersion) report(`counts back to version ${after.lastVersion}`);
    for (const { number, revision } of after.versions) {
      const known = before.versions.find((version) => version.number === number);
      if (known === undefined && number <= before.lastVersion) report(`has given the number ${number} twice`);
      if (known !== undefined && known.revision !== revision) report(`has changed its version ${number}`);
    }
    const revisions = after.versions.map(({ revision }) => revision);
    if (new Set(revisions).size < revisions.length) report(`has a revision under two numbers: ${revisions}`);
    for (const { name, routes } of after.aliases) {
      const numbers = new Set(after.versions.map(({ number }) => number));
      if (!routes.every(({ version }) => numbers.has(version)))
        report(`has an alias ${name} of a version that is gone`);
      if (routes.reduce((sum, { weight }) => sum + weight, 0) !== 100)
        report(`has an alias ${name} of more or less than everything`);
    }
  }
}
