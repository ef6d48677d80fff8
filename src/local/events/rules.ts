import type { Documents } from '../../base/documents.ts';
import type { JsonObject } from '../../base/json.ts';
import type { OutboxChange } from '../../base/outbox.ts';
import { type EventPattern, matchesEvent, parseEventPattern } from './pattern/event-pattern.ts';
import { type BusPlace, DEFAULT_BUS, placeKey } from './place.ts';
import { RULE_KIND } from './queues.ts';
import type { Rule } from './rule.ts';

/** A rule in memory: what its document says, and its pattern made ready. */
export interface KnownRule {
  readonly place: BusPlace;
  readonly rule: Rule;
  readonly version: number;
  readonly pattern: EventPattern | undefined;
}

/** All rules are in memory; the limits of each bus are far below. */
const RULES_MAX = 100_000;

/** The rules that exist: documents, and a copy of them in memory that is never ahead of the disk. */
export class Rules {
  readonly #documents: Documents;
  readonly #byBus = new Map<string, Map<string, KnownRule>>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async load(): Promise<void> {
    for (const { key, text, version } of await this.#documents.documents(RULE_KIND, {
      prefix: '',
      limit: RULES_MAX,
    })) {
      const [region = '', account = '', bus = ''] = key.split('/');
      // Our own text.
      this.#keep({ region, account, bus }, JSON.parse(text) as Rule, version);
    }
  }

  find(place: BusPlace, name: string): KnownRule | undefined {
    return this.#byBus.get(placeKey(place))?.get(name);
  }

  /** By name. */
  list(place: BusPlace): KnownRule[] {
    const rules = [...(this.#byBus.get(placeKey(place))?.values() ?? [])];
    return rules.sort((a, b) => (a.rule.name < b.rule.name ? -1 : 1));
  }

  *all(): Iterable<KnownRule> {
    for (const rules of this.#byBus.values()) yield* rules.values();
  }

  /** Whether anything on the default bus of this account and region may matter to anyone. */
  isAwaited(region: string, account: string): boolean {
    const rules = this.#byBus.get(placeKey({ region, account, bus: DEFAULT_BUS }));
    for (const { rule, pattern } of rules?.values() ?? []) if (rule.isEnabled && pattern) return true;
    return false;
  }

  /** The enabled rules that an event meets. */
  matching(place: BusPlace, event: JsonObject): KnownRule[] {
    return this.list(place).filter(
      ({ rule, pattern }) => rule.isEnabled && pattern !== undefined && matchesEvent(pattern, event),
    );
  }

  /**
   * Changes a rule, or makes it.
   *
   * @param change.known The rule that was read; undefined: there is none yet.
   * @param change.rule Undefined deletes it.
   * @returns false when somebody else was faster: nothing was written then.
   */
  async write(
    change: {
      readonly place: BusPlace;
      readonly known: KnownRule | undefined;
      readonly rule: Rule | undefined;
    },
    outbox?: OutboxChange,
  ): Promise<boolean> {
    const { place, known, rule } = change;
    const name = (rule ?? known?.rule)?.name;
    if (name === undefined) return true;
    const text = rule === undefined ? undefined : JSON.stringify(rule);
    const version = known?.version ?? 0;
    const document = { kind: RULE_KIND, key: `${placeKey(place)}${name}`, text, expectedVersion: version };
    if ((await this.#documents.write([document], outbox)) === 'conflict') return false;
    if (rule === undefined) this.#byBus.get(placeKey(place))?.delete(name);
    else this.#keep(place, rule, version + 1);
    return true;
  }

  #keep(place: BusPlace, rule: Rule, version: number): void {
    const key = placeKey(place);
    const rules = this.#byBus.get(key) ?? new Map<string, KnownRule>();
    const pattern = rule.pattern === undefined ? undefined : parseEventPattern(rule.pattern);
    this.#byBus.set(key, rules.set(rule.name, { place, rule, version, pattern }));
  }
}
