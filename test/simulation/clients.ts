import { isArray, type JsonObject, member } from '../../src/base/json.ts';
import { machineOf } from '../interpreter/random-machine.ts';
import { IDENTITY } from '../interpreter/small-world.ts';
import { Caller, type CallerOptions } from './caller.ts';
import { CatalogClients, millis } from './catalog-clients.ts';
import type { Chance } from './chance.ts';
import { ExpressClients } from './express-clients.ts';
import type { HeldToken, OutsideWorld } from './outside-world.ts';
import type { Answer } from './simulated-server.ts';
import type { Watch } from './watch.ts';

/** An execution that somebody was told of. */
export interface Known {
  readonly id: number | undefined;
  readonly arn: string;
  readonly name: string;
  readonly startDate: unknown;
  /** What was told of its events, by their ids. */
  readonly events: Map<number, string>;
  /** What was told of its end, and after how many redrives. */
  end?: { readonly text: string; readonly redrives: unknown };
}

type ListInput = JsonObject & { readonly stateMachineArn: string };

/** An execution as lists tell of it. */
interface Listed {
  readonly executionArn: string;
  readonly startDate: number;
  readonly stopDate?: number;
}

export interface ClientsOptions extends CallerOptions {
  /** While nothing goes wrong. */
  call(operation: string, input: object): Promise<Answer>;
  readonly world: OutsideWorld;
  readonly watch: Watch;
}

/** Those who call the API, and hold every answer against what they were told before. */
export class Clients {
  readonly catalog: CatalogClients;
  readonly express: ExpressClients;
  readonly known = new Map<string, Known>();
  readonly #violations: string[] = [];
  readonly #options: ClientsOptions;
  readonly #caller: Caller;
  /** A list of which somebody has read the beginning. */
  #unread: { readonly input: ListInput; readonly listed: readonly string[] } | undefined;
  /** Results that were refused: no task may ever take one. */
  readonly #refused: string[] = [];

  constructor(options: ClientsOptions) {
    const { watch } = options;
    this.#options = options;
    this.#caller = new Caller(options);
    this.express = new ExpressClients({
      ...{ watch, caller: this.#caller, roleArn: ROLE, stateMachineArn: arnOf('x') },
    });
    this.catalog = new CatalogClients({
      ...{ watch, arnOf, definitionOf },
      caller: this.#caller,
      roleArn: ROLE,
    });
  }

  get violations(): readonly string[] {
    return [
      ...this.#violations,
      ...this.#caller.violations,
      ...this.catalog.violations,
      ...this.express.violations,
    ];
  }

  get answers(): number {
    return this.#caller.answers;
  }

  /** What the executions of a schedule run on: two machines, of which the first may start the second. */
  async prepare(chance: Chance): Promise<void> {
    const { call } = this.#options;
    await call('CreateActivity', { name: 'a' });
    for (const name of ['m', 'child']) {
      for (let tries = 0; tries < DRAWS_MAX; tries++) {
        // Some are refused: an Express processor with a task for a token, say.
        const input = this.catalog.newMachine(name, chance);
        const { status } = await call('CreateStateMachine', input);
        if (status !== 200) continue;
        this.catalog.add(name, input);
        if (input.publish === true)
          await call('CreateStateMachineAlias', this.catalog.qualifiers.firstAlias(name));
        break;
      }
    }
  }

  /** Drawn last, and seldom needed: what else a schedule has does not depend on it. */
  async prepareExpress(chance: Chance): Promise<void> {
    await this.#options.call('CreateStateMachine', this.express.newMachine(chance));
  }

  start(chance: Chance): void {
    const machine = chance.oneOf(this.catalog.names);
    if (machine === undefined) return;
    const input = chance.oneOf(INPUTS) ?? '{}';
    const { watch } = this.#options;
    const wanted = chance.is(QUALIFIED) ? this.catalog.qualifiers.wanted(machine, chance) : undefined;
    const stateMachineArn = wanted === undefined ? arnOf(machine) : `${arnOf(machine)}:${wanted.qualifier}`;
    // One name is always asked for in one way: the same start again need not ask for the same version.
    const name = `${machine}-${wanted === undefined ? '' : `${wanted.qualifier}-`}${chance.below(6)}`;
    const before = watch.byName.get(name);
    const wasOver = before !== undefined && watch.isOver(before.id);
    const { revision, first } = watch.catalog.seen(machine);
    const earliest = wanted === undefined ? revision : first;
    const refused = ({ body }: Answer) => {
      if (body.__type !== 'ExecutionAlreadyExists' || !wasOver || !watch.isOver(before.id)) return;
      if (watch.byName.get(name) === before)
        this.#violations.push(`the name ${name} is over, and is not free`);
    };
    const started = ({ body }: Answer) => {
      const known = this.#started(name, body);
      const written = watch.byName.get(name);
      if (written === undefined || written === before) return;
      const { header } = written;
      if (header.revision < earliest)
        this.#report(known, `runs revision ${header.revision}, not ${earliest} or a later one`);
      const wrong = wanted?.wrong(header);
      if (wrong !== undefined) this.#report(known, wrong);
    };
    this.#ask('StartExecution', { stateMachineArn, name, input }, started, refused);
  }

  stop(chance: Chance): void {
    const known = this.#oneKnown(chance);
    if (known === undefined) return;
    const { arn: executionArn } = known;
    this.#ask('StopExecution', { executionArn, error: 'Stopped' }, ({ body }) => {
      if (this.#isPast(known)) return;
      const stoppedAts = this.#options.watch.byName.get(known.name)?.stoppedAts;
      if (!stoppedAts?.has(millis(body.stopDate)))
        this.#report(known, `was stopped at ${body.stopDate}, which is not on disk`);
    });
  }

  describe(chance: Chance): void {
    const known = this.#oneKnown(chance);
    if (known !== undefined) this.#describe(known);
  }

  history(chance: Chance): void {
    const known = this.#oneKnown(chance);
    if (known === undefined) return;
    const maxResults = 1 + chance.below(20);
    this.#readPage(known, { executionArn: known.arn, maxResults, reverseOrder: chance.is(0.3) });
  }

  list(chance: Chance): void {
    const machine = chance.oneOf(this.catalog.names);
    const unread = this.#unread;
    if (unread !== undefined && chance.is(0.5)) {
      this.#unread = undefined;
      this.#listPage(unread.input, unread.listed);
    } else if (machine !== undefined)
      this.#listPage({ stateMachineArn: arnOf(machine), maxResults: 1 + chance.below(5) }, []);
  }

  redrive(chance: Chance): void {
    const known = this.#oneKnown(chance);
    if (known === undefined) return;
    const clientToken = `redrive-${chance.below(4)}`;
    this.#ask('RedriveExecution', { executionArn: known.arn, clientToken }, () => {
      if (this.#isPast(known)) return;
      if (!this.#options.watch.byName.get(known.name)?.redrives.has(clientToken))
        this.#report(known, `was redriven by ${clientToken}, which is not on disk`);
    });
  }

  /** It keeps the definition that it was started with. */
  definition(chance: Chance): void {
    const known = this.#oneKnown(chance);
    if (known === undefined) return;
    const { watch } = this.#options;
    this.#ask(
      'DescribeStateMachineForExecution',
      { executionArn: known.arn },
      ({ body }) => {
        if (this.#isPast(known)) return;
        const { machine = 0, revision = 0 } = watch.byName.get(known.name)?.header ?? {};
        if (body.definition !== watch.catalog.definitionOf(machine, revision))
          this.#report(known, `has another definition than revision ${revision}`);
      },
      this.#lost(known),
    );
  }

  poll(): void {
    this.#ask('GetActivityTask', { activityArn: ACTIVITY, workerName: 'w' }, ({ body }) => {
      if (typeof body.taskToken === 'string') this.#options.world.hold(body.taskToken);
    });
  }

  complete(held: HeldToken | undefined, isFailure: boolean): void {
    if (held === undefined) return;
    const { token: taskToken } = held;
    const output = this.#options.world.uniqueOutput();
    const cause = `cause ${output}`;
    const won = () => {
      if (++held.wins > 1)
        this.#violations.push(`a token has ended its task ${held.wins} times: ${taskToken}`);
      const result = isFailure ? cause : output;
      if (!this.#options.watch.results.has(result))
        this.#violations.push(`${result} was acknowledged and is not on disk`);
    };
    const refused = () => this.#refused.push(isFailure ? cause : output);
    if (isFailure) this.#ask('SendTaskFailure', { taskToken, error: 'Flaky', cause }, won, refused);
    else this.#ask('SendTaskSuccess', { taskToken, output }, won, refused);
  }

  heartbeat(held: HeldToken | undefined): void {
    if (held !== undefined) this.#ask('SendTaskHeartbeat', { taskToken: held.token }, () => {});
  }

  /** What was begun and has failed is asked for again. */
  insist(): void {
    this.catalog.deleteAgain();
  }

  /** At the end, when nothing goes on: everything they know of is there, once. */
  askForAll(): void {
    for (const known of this.known.values()) {
      this.#describe(known);
      this.#readPage(known, { executionArn: known.arn, maxResults: 1000, reverseOrder: false });
    }
    for (const machine of this.catalog.names)
      this.#listPage({ stateMachineArn: arnOf(machine), maxResults: 7 }, [], true);
    for (const result of this.#refused) {
      if (this.#options.watch.results.has(result))
        this.#violations.push(`${result} was refused and is on disk`);
    }
  }

  #oneKnown(chance: Chance): Known | undefined {
    return chance.oneOf([...this.known.values()]);
  }

  #started(name: string, { executionArn, startDate }: JsonObject): Known {
    const arn = String(executionArn);
    const written = this.#options.watch.byName.get(name);
    const before = this.known.get(arn);
    const fresh = { id: written?.id, arn, name, startDate, events: new Map() };
    const isHere = written?.header.startedAt === millis(startDate);
    // Its days were over when its answer came: another one may have its name.
    if (!isHere && this.#options.watch.isLongAgo(millis(startDate))) return fresh;
    const isSame = before !== undefined && !this.#isPast(before);
    const known = isSame ? before : fresh;
    this.known.set(arn, known);
    if (known.startDate !== startDate)
      this.#report(known, `was started at ${known.startDate} and at ${startDate}`);
    if (written === undefined) this.#report(known, 'was acknowledged and is not on disk');
    else if (!isHere) this.#report(known, `has another start on disk, ${written.header.startedAt}`);
    return known;
  }

  /** Its days are over: of whatever has its name now, nothing was told before. */
  #isPast({ id }: Known): boolean {
    return id !== undefined && this.#options.watch.isOver(id);
  }

  #describe(known: Known): void {
    const wasPast = this.#isPast(known);
    this.#ask(
      'DescribeExecution',
      { executionArn: known.arn },
      ({ body }) => {
        if (this.#isPast(known)) {
          const { id = known.id } = this.#options.watch.byName.get(known.name) ?? {};
          if (wasPast && id === known.id) this.#report(known, 'is over, and is told of');
          return;
        }
        const { redriveCount: redrives = 0, redriveStatus, redriveStatusReason, ...rest } = body;
        if (rest.startDate !== known.startDate) this.#report(known, `has another start, ${rest.startDate}`);
        const text = JSON.stringify(rest);
        const { end } = known;
        if (end !== undefined && end.redrives === redrives && end.text !== text)
          this.#report(known, `had ended with ${end.text} and now has ${text}`);
        if (rest.status !== 'RUNNING') known.end = { text, redrives };
      },
      this.#lost(known),
    );
  }

  #readPage(known: Known, input: JsonObject & { readonly executionArn: string }): void {
    this.#ask(
      'GetExecutionHistory',
      input,
      ({ body }) => {
        if (this.#isPast(known)) return;
        const events = member(body, 'events');
        for (const event of isArray(events) ? events : []) {
          const text = JSON.stringify(event);
          // An event as the API tells it.
          const { id } = event as { readonly id: number };
          const before = known.events.get(id) ?? text;
          if (before !== text) this.#report(known, `had the event ${before} and now has ${text}`);
          known.events.set(id, text);
        }
        const { nextToken } = body;
        if (typeof nextToken === 'string') this.#readPage(known, { ...input, nextToken });
      },
      this.#lost(known),
    );
  }

  /** @param isWhole Whether nothing starts meanwhile. */
  #listPage(input: ListInput, before: readonly string[], isWhole = false): void {
    const { watch } = this.#options;
    const { wall } = watch.disk.time;
    this.#ask('ListExecutions', input, ({ body }) => {
      // The list as the API tells it.
      const executions = body.executions as unknown as readonly Listed[];
      for (const { stopDate, executionArn } of executions) {
        if (stopDate !== undefined && millis(stopDate) + watch.keptMs <= Math.min(wall, watch.disk.time.wall))
          this.#violations.push(`${executionArn} is over, and is listed`);
      }
      // Of one name there may have been several, one after another.
      const listed = [
        ...before,
        ...executions.map(({ executionArn, startDate }) => `${executionArn} ${startDate}`),
      ];
      if (new Set(listed).size < listed.length)
        this.#violations.push(`a list has an execution twice: ${listed}`);
      const { nextToken } = body;
      if (typeof nextToken === 'string') {
        const next = { ...input, nextToken };
        if (isWhole || this.#unread !== undefined) return this.#listPage(next, listed, isWhole);
        this.#unread = { input: next, listed };
      }
      if (!isWhole) return;
      const arns = new Set(listed.map((one) => one.split(' ')[0]));
      const ofMachine = input.stateMachineArn.replace(':stateMachine:', ':execution:');
      for (const known of this.known.values()) {
        if (this.#isPast(known)) continue;
        if (known.arn.startsWith(`${ofMachine}:`) && !arns.has(known.arn))
          this.#report(known, 'is in no list');
      }
    });
  }

  #lost(known: Known): (answer: Answer) => void {
    return ({ body }) => {
      // Tokens of pages are good for a day.
      if (body.__type !== 'InvalidToken' && !this.#isPast(known))
        this.#report(known, `is lost: ${body.message}`);
    };
  }

  #report({ name }: Known, wrong: string): void {
    this.#violations.push(`execution ${name} ${wrong}`);
  }

  #ask(...call: Parameters<Caller['ask']>): void {
    this.#caller.ask(...call);
  }
}

const { region, account } = IDENTITY.place;
const MACHINES = `arn:aws:states:${region}:${account}:stateMachine:`;
const ACTIVITY = `arn:aws:states:${region}:${account}:activity:a`;
const ROLE = IDENTITY.roleArn;

/** How many starts name a version or an alias. */
const QUALIFIED = 0.25;
const DRAWS_MAX = 8;
const INPUTS = ['{"items":[1, 2.50, "x"]}', '{ "items": [] }', '{"items":[{"a":1e2},null,3,4,5]}'];

/** As long as 32 bits of milliseconds, a second less and more; and the longest of all. */
const LONG_SECONDS = [2_147_482, 2_147_483, 2_147_484, 2_147_485, 31_536_000];

function arnOf(machine: string): string {
  return `${MACHINES}${machine}`;
}

/** The machine `child` starts nobody. */
function definitionOf(name: string, chance: Chance): string {
  const numbers = Array.from({ length: 60 }, () => chance.below(1_000_000));
  const isLong = chance.is(0.3);
  const isChild = name === 'child';
  return machineOf(numbers, {
    child: isChild ? undefined : arnOf('child'),
    depth: isChild ? 1 : 2,
    waitSeconds: isLong ? [0, 1, 10, ...LONG_SECONDS] : [0, 1, 10, 20],
    timeoutSeconds: isLong ? 99_999_999 : 1_000_000,
  });
}
