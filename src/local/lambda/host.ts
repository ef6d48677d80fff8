import { hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Denial } from '../../base/actor.ts';
import { functionArn, type Scope } from '../../base/arn.ts';
import type { Entropy } from '../../base/entropy.ts';
import { type FunctionName, parseFunctionName } from '../../base/function-name.ts';
import type { LogGroupName, LogGroups } from '../../base/log-groups.ts';
import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { FunctionAnswer, FunctionCall, FunctionHost } from '../../integrations/lambda/port.ts';
import type { CallHeader } from './call.ts';
import type { CodeStore } from './code-store.ts';
import type { DeployedFunction, FunctionDefinition } from './definition.ts';
import { misconfiguredDocument } from './error-document.ts';
import { FunctionLog } from './function-log.ts';
import type { Functions } from './functions.ts';
import { checkPermission } from './not-permitted.ts';
import { OutputStream, outputStreamName } from './output-stream.ts';
import { Pool, type PoolLimits } from './pool.ts';
import { withVersions } from './qualifier.ts';
import { Reaper } from './reaper.ts';
import { answerOf, type FateWords, resumedLine, wordsOf } from './resumed-call.ts';
import { launchOf, type Surroundings } from './runtime.ts';
import type { Spool } from './spool.ts';
import { givenUp, throttled } from './throttled.ts';

/** Lambda calls a function that has failed asynchronously two more times, after one and after two minutes. */
const EVENT_RETRY_DELAYS_MS = [60_000, 120_000];

export interface HostServices {
  readonly functions: Functions;
  readonly code: CodeStore;
  /** For log files. */
  readonly directory: string;
  readonly surroundings: Surroundings;
  readonly limits: PoolLimits;
  /** Where functions print, besides their files. */
  readonly logGroups?: Pick<LogGroups, 'append'>;
  /** Judges calls from within this server; without it, all are allowed. */
  readonly denial?: Denial | undefined;
  /** Where functions' processes write down calls; undefined: nobody will ask for them later. */
  readonly spool?: Spool | undefined;
  readonly entropy: Entropy;
  readonly now: () => Instant;
}

/** Runs functions in processes of this machine. */
export class LocalHost implements FunctionHost {
  readonly #services: HostServices;
  readonly #reaper: Reaper;
  /** By account, region, name and version: the deployment that new calls go to. */
  readonly #pools = new Map<string, Pool>();
  /** Deployments that were replaced and still have calls. */
  readonly #retiring = new Set<Pool>();
  readonly #logs = new Map<string, FunctionLog>();
  /** Calls of a function, by account, region and name. */
  readonly #underWay = new Map<string, number>();
  readonly #retries = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();

  constructor(services: HostServices) {
    this.#services = services;
    this.#reaper = new Reaper(services.spool?.directory);
  }

  async invoke(call: FunctionCall, signal: AbortSignal): Promise<FunctionAnswer | undefined> {
    const named = parseFunctionName(call.functionName, call.scope);
    if (named === undefined) return undefined;
    const qualifier = call.qualifier ?? named.qualifier;
    if (named.qualifier !== undefined && named.qualifier !== qualifier) return undefined;
    // Another account's function, or another region's, is not here, whoever names it.
    if (named.account !== call.scope.account || named.region !== call.scope.region) return undefined;
    const latest = await this.#find(named);
    const deployed =
      latest && this.#services.functions.at(latest, qualifier, () => this.#services.entropy.random());
    if (latest === undefined || deployed === undefined) return undefined;
    const digits = this.#digitsOf(call);
    const requestId = uuidOf(digits);
    const { denial } = this.#services;
    await checkPermission({ call, named, qualifier, latest }, { denial, requestId });
    if (this.#closing.signal.aborted) throw givenUp(requestId);
    const accepted = {
      statusCode: 204,
      payload: '',
      executedVersion: versionOf(deployed),
      requestId,
      logTail: '',
    };
    if (call.invocationType === 'DryRun') return accepted;
    const { traceHeader: traceId = traceOf(digits, this.#services.now()), clientContext } = call;
    const arn = functionArn(named, qualified(named.name, qualifier));
    const header = { requestId, arn, traceId, ...(clientContext === undefined ? {} : { clientContext }) };
    const request = { header, call, reserved: latest.definition.reservedConcurrency };
    if (call.invocationType === 'RequestResponse') return this.#run(deployed, named, request, signal);
    this.#runLater(deployed, named, request, 0);
    return { ...accepted, statusCode: 202 };
  }

  async resume(call: FunctionCall, signal: AbortSignal): Promise<FunctionAnswer | 'unsent' | 'unknown'> {
    const { spool } = this.#services;
    if (call.invocationType === 'DryRun') return 'unsent';
    // What an earlier host has queued is gone with it.
    if (call.invocationType === 'Event' || call.attemptId === undefined) return 'unknown';
    if (spool === undefined || call.isResumable !== true) return 'unknown';
    const requestId = uuidOf(this.#digitsOf(call));
    const name = parseFunctionName(call.functionName, call.scope)?.name;
    const tell = (words: FateWords) =>
      name === undefined || this.#logOf(name).append(resumedLine(requestId, words));
    let runs = false;
    const fate = await spool.fate(call.attemptId, signal, () => {
      runs = true;
      tell('still runs');
    });
    if (!runs) tell(wordsOf(fate));
    if (fate.type === 'neverReceived') return 'unsent';
    return fate.type === 'unknown' ? fate.type : answerOf(fate, requestId);
  }

  settled(attemptId: string): void {
    this.#services.spool?.settled(attemptId);
  }

  /** Nothing has run yet: what the caller sees is what Lambda says when it is in trouble itself. */
  async #find(named: FunctionName): Promise<DeployedFunction | undefined> {
    try {
      return await this.#services.functions.find(named, named.name);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      throw new StateError('Lambda.ServiceException', error.message);
    }
  }

  /** What the function has printed lately. */
  log(name: string): string {
    return this.#logs.get(name)?.recent() ?? '';
  }

  /** Stops every process of a function that was deleted, and removes its code. Calls under way are finished. */
  async forget(scope: Scope, deleted: readonly DeployedFunction[]): Promise<void> {
    for (const one of deleted) {
      const key = keyOf(scope, one.definition);
      const pool = this.#pools.get(key);
      if (pool === undefined) await this.#removeCode(one, key);
      else this.#retire(key, pool);
    }
  }

  /** Stops all calls and processes. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const timer of this.#retries) clearTimeout(timer);
    await Promise.all([...this.#pools.values(), ...this.#retiring].map((pool) => pool.close()));
    this.#pools.clear();
    await this.#reaper.close();
    await Promise.all([...this.#logs.values()].map((log) => log.close()));
    this.#logs.clear();
  }

  async #run(
    deployed: DeployedFunction,
    scope: Scope,
    request: Request,
    signal: AbortSignal,
  ): Promise<FunctionAnswer> {
    const name = `${scope.account}/${scope.region}/${deployed.definition.name}`;
    const underWay = this.#underWay.get(name) ?? 0;
    if (underWay >= (request.reserved ?? Number.POSITIVE_INFINITY)) throw throttled(request.header.requestId);
    this.#underWay.set(name, underWay + 1);
    try {
      return await this.#runNow(deployed, scope, request, signal);
    } finally {
      const left = (this.#underWay.get(name) ?? 1) - 1;
      if (left > 0) this.#underWay.set(name, left);
      else this.#underWay.delete(name);
    }
  }

  async #runNow(
    deployed: DeployedFunction,
    scope: Scope,
    request: Request,
    signal: AbortSignal,
  ): Promise<FunctionAnswer> {
    const { header, call } = request;
    const current = this.#current(deployed, scope);
    const problem = current === undefined ? (deployed.problem ?? (await missingCode(deployed))) : undefined;
    if (problem !== undefined) {
      return {
        statusCode: 200,
        payload: misconfiguredDocument(problem),
        functionError: 'Unhandled',
        executedVersion: versionOf(deployed),
        requestId: header.requestId,
        logTail: '',
      };
    }
    const pool = current ?? (await this.#deploy(deployed, scope));
    const { isResumable, attemptId, invocationType, payload } = call;
    const isSpooled = isResumable === true && invocationType === 'RequestResponse';
    return pool.invoke({ header, payload, resumableAs: isSpooled ? attemptId : undefined }, signal);
  }

  /** An Event call: its answer is for nobody. Waiting retries do not survive this server. */
  #runLater(deployed: DeployedFunction, scope: Scope, request: Request, attempt: number): void {
    const retry = () => {
      const delayMs = EVENT_RETRY_DELAYS_MS[attempt];
      if (delayMs === undefined || this.#closing.signal.aborted) return;
      const timer = setTimeout(() => {
        this.#retries.delete(timer);
        this.#runLater(deployed, scope, request, attempt + 1);
      }, delayMs).unref();
      this.#retries.add(timer);
    };
    this.#run(deployed, scope, request, this.#closing.signal).then(
      (answer) => answer.functionError === undefined || retry(),
      // Throttled: Lambda tries these again as well.
      retry,
    );
  }

  #current(deployed: DeployedFunction, scope: Scope): Pool | undefined {
    const pool = this.#pools.get(keyOf(scope, deployed.definition));
    return pool?.deployed.definition.revisionId === deployed.definition.revisionId ? pool : undefined;
  }

  async #deploy(deployed: DeployedFunction, scope: Scope): Promise<Pool> {
    const { definition, root } = deployed;
    const { surroundings, limits, spool } = this.#services;
    const launch = await launchOf(definition, { root, scope }, surroundings);
    // Another call may have deployed the same meanwhile, or what replaced it.
    const key = keyOf(scope, definition);
    const former = this.#pools.get(key);
    if (former !== undefined && isAsNew(former.deployed.definition, definition)) return former;
    if (former !== undefined) this.#retire(key, former);
    const log = this.#logOf(definition.name);
    const group = { ...scope, group: `/aws/lambda/${definition.name}` };
    const newStream = () => this.#newStream(group, definition.version);
    const pool = new Pool(deployed, { launch, log, newStream, reaper: this.#reaper, limits, spool });
    this.#pools.set(key, pool);
    return pool;
  }

  #retire(key: string, pool: Pool): void {
    this.#pools.delete(key);
    this.#retiring.add(pool);
    void pool.retire().then(async () => {
      this.#retiring.delete(pool);
      await this.#removeCode(pool.deployed, key);
    });
  }

  /** Code goes with the last process that runs it, unless the function still has it. */
  async #removeCode({ definition, origin }: DeployedFunction, key: string): Promise<void> {
    if (origin === 'folder' || this.#closing.signal.aborted) return;
    const [account = '', region = ''] = key.split('/');
    const current = await this.#services.functions.find({ account, region }, definition.name);
    const running = [...this.#pools.values(), ...this.#retiring].map(({ deployed }) => deployed.definition);
    const kept = [...running, ...(current === undefined ? [] : withVersions(current.definition))];
    if (kept.some(({ id, codeSha256 }) => id === definition.id && codeSha256 === definition.codeSha256))
      return;
    await this.#services.code.remove(definition);
  }

  /** A log group is made by the first line that goes there, as on Lambda. */
  #newStream(group: LogGroupName, version: string | undefined): OutputStream {
    const { entropy, now, logGroups } = this.#services;
    const { account, region } = group;
    const name = outputStreamName(now(), entropy.uuid(), version);
    return new OutputStream({
      ...{ name, now },
      take: (events) =>
        logGroups?.append({ account, region, group: group.group, stream: name, makesGroup: true, events }),
    });
  }

  #logOf(name: string): FunctionLog {
    let log = this.#logs.get(name);
    if (log === undefined) {
      log = new FunctionLog(join(this.#services.directory, `${name}.log`));
      this.#logs.set(name, log);
    }
    return log;
  }

  /** 64 hexadecimal ones, the same for the same attempt, so that a function can tell a repeated sending. */
  #digitsOf({ attemptId = this.#services.entropy.uuid() }: FunctionCall): string {
    return hash('sha256', attemptId, 'hex');
  }
}

function isAsNew(former: FunctionDefinition, definition: FunctionDefinition): boolean {
  return former.revisionId === definition.revisionId || former.lastModified > definition.lastModified;
}

/** Records may be shared by several nodes; code lies where it was uploaded. */
async function missingCode({ root, definition }: DeployedFunction): Promise<string | undefined> {
  const found = await stat(root).catch(() => undefined);
  return found === undefined
    ? `The code of ${definition.name} is not on this machine: update the function's code.`
    : undefined;
}

interface Request {
  readonly header: CallHeader;
  readonly call: FunctionCall;
  readonly reserved: number | undefined;
}

/** @param digits Hexadecimal. */
function uuidOf(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

/** A trace of the call's own; its last digits are those that the call's id does not show. */
function traceOf(digits: string, now: Instant): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return `Root=1-${seconds}-${digits.slice(32, 56)};Parent=${digits.slice(48, 64)};Sampled=0`;
}

function versionOf({ definition }: DeployedFunction): string {
  return definition.version ?? '$LATEST';
}

function qualified(name: string, qualifier: string | undefined): string {
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

function keyOf({ account, region }: Scope, { name, version }: FunctionDefinition): string {
  return `${account}/${region}/${qualified(name, version)}`;
}
