// Runs one Node.js function: loads its handler, then answers one invocation after the other over file descriptor 3
// (src/local/lambda/frame.ts has the protocol). Plain JavaScript, because it runs as it is in the published package.
import { existsSync, fdatasyncSync, fstatSync, statSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, types } from 'node:util';
import { crc32 } from 'node:zlib';
import { hidePackagesAbove, isModuleFolder } from './module-system.mjs';
import { provideModules } from './provided-modules.mjs';

const RESPONSE_BYTES_MAX = 6_291_556;
const TOO_LARGE = JSON.stringify({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${RESPONSE_BYTES_MAX} bytes).`,
});
/** Longer log texts travel in pieces: the host takes an overlong frame for garbage and kills the process. */
const LOG_PIECE = /.{1,1000000}/gsu;
const HEADER_BYTES = 5;
/** Where calls are written down that a later host may ask for (src/local/lambda/spool-records.ts). */
const SPOOL = 4;
/** Its owner may write into the file of calls; a closed one takes no more calls. */
const OPEN = 0o200;
const KILOBYTES_PER_MEGABYTE = 1024;

const channel = new Socket({ fd: 3, readable: true, writable: true });
/** The invocation under way, or undefined between two. */
let current;
/** Of the invocation under way: the ticket under which its answer is written down. */
let ticket;
/** Of the invocation under way, by `performance.now()`. */
let startedAt = 0;
/** The file of calls has a gap: no more of them may be taken. */
let isSpoolBroken = false;
/** The host is gone, however it went: nobody would ever stop this process again. */
let isOrphan = false;
/** What happens when nothing is left to do in the event loop: a callback's result was waiting for that. */
let whenIdle;
let handler;
/** Invocations that have arrived and not begun, as they came. */
const waiting = [];

receive();
patchConsole();
process.on('beforeExit', () => {
  const idle = whenIdle;
  whenIdle = undefined;
  idle?.();
});
process.on('uncaughtException', (error) => crash('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  crash('Unhandled Promise Rejection', named('UnhandledPromiseRejection', String(reason)), 128);
});
await initialise();

async function initialise() {
  try {
    handler = await load(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
    send('R', '');
  } catch (error) {
    crash('Uncaught Exception', error, 1);
  }
}

function receive() {
  let chunks = [];
  let bytes = 0;
  channel.on('data', (chunk) => {
    chunks.push(chunk);
    bytes += chunk.length;
    while (bytes >= HEADER_BYTES) {
      if (chunks[0].length < HEADER_BYTES) chunks = [Buffer.concat(chunks)];
      const end = HEADER_BYTES + chunks[0].readUInt32BE(0);
      if (bytes < end) break;
      const buffer = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      waiting.push(buffer.toString('utf8', HEADER_BYTES, end));
      bytes -= end;
      chunks = bytes === 0 ? [] : [buffer.subarray(end)];
    }
    beginNext();
  });
  channel.on('end', becomeOrphan);
  channel.on('error', becomeOrphan);
}

/** A call that is written down goes on to its end, for a later host to find; those that wait have not happened. */
function becomeOrphan() {
  isOrphan = true;
  if (current === undefined || ticket === undefined) leave();
}

/** The next host may come after a power cut. */
function leave() {
  try {
    fdatasyncSync(SPOOL);
  } catch {
    // There is no such file.
  }
  process.exit(0);
}

/** @returns what went wrong; undefined when it is written down. */
function writeDown(text) {
  if (isSpoolBroken) return 'an earlier record is not whole';
  const bytes = Buffer.from(text);
  try {
    if (writeSync(SPOOL, bytes) === bytes.length) return undefined;
    isSpoolBroken = true;
    return 'no space left on device';
  } catch (error) {
    isSpoolBroken = true;
    return error.message;
  }
}

function send(type, text, sent) {
  if (isOrphan) return sent && setImmediate(sent);
  const bytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  frame.writeUInt32BE(bytes, 0);
  frame.write(type, 4, 'latin1');
  frame.write(text, HEADER_BYTES);
  channel.write(frame, sent);
}

function beginNext() {
  while (current === undefined && waiting.length > 0) begin(waiting.shift());
}

function begin(text) {
  const end = text.indexOf('\n');
  const { spool, timeout, ...header } = JSON.parse(text.slice(0, end));
  header.deadline = Date.now() + timeout * 1000;
  if (spool !== undefined) {
    const terms = JSON.stringify({ ...spool.terms, timeout, deadline: header.deadline });
    const problem = writeDown(`R ${spool.mark} ${terms}\n`);
    if (problem !== undefined) return send('N', problem);
    // Only after it is written down: who has closed the file before has not seen it there, and who closes it later does.
    if (isClosed()) {
      writeDown(`U ${spool.mark}\n`);
      return send('U', '');
    }
  }
  startedAt = performance.now();
  current = header;
  ticket = spool?.ticket;
  process.env._X_AMZN_TRACE_ID = header.traceId;
  // Not counted as work: an event loop with only this socket in it is an empty one.
  channel.unref();
  const invocation = completion(header);
  whenIdle = () => invocation.abandoned();
  try {
    const result = handler(JSON.parse(text.slice(end + 1)), invocation.context, invocation.callback);
    if (typeof result?.then === 'function') {
      result.then(invocation.context.succeed, invocation.context.fail).catch(invocation.context.fail);
    }
  } catch (error) {
    invocation.callback(error ?? 'handled');
  }
}

/** The file takes no more calls: what is not in it, somebody else makes. */
function isClosed() {
  try {
    return (fstatSync(SPOOL).mode & OPEN) === 0;
  } catch {
    return true;
  }
}

/** The ways to end one invocation; the first that is used counts. */
function completion(header) {
  let isOver = false;
  let waitsForEmptyEventLoop = true;
  const end = (finish) => {
    whenIdle = undefined;
    finish();
  };
  const once =
    (action) =>
    (...details) => {
      if (isOver) return;
      isOver = true;
      action(...details);
    };
  const done = (error, result) => {
    end(() => (error === undefined || error === null ? succeeded(result) : failed(error)));
  };
  const callback = (error, result) => {
    if (error !== undefined && error !== null) end(() => failed(error));
    else if (waitsForEmptyEventLoop) whenIdle = () => succeeded(result);
    else end(() => succeeded(result));
  };
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waitsForEmptyEventLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waitsForEmptyEventLoop = value;
    },
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext(header.clientContext),
    identity: undefined,
    invokedFunctionArn: header.arn,
    awsRequestId: header.requestId,
    getRemainingTimeInMillis: () => Math.max(header.deadline - Date.now(), 0),
    done: once(done),
    succeed: once((result) => done(null, result)),
    fail: once((error) => done(error ?? 'handled')),
  };
  return { context, callback: once(callback), abandoned: once(abandoned) };
}

function clientContext(text) {
  return text === undefined ? undefined : JSON.parse(Buffer.from(text, 'base64').toString());
}

/** The event loop is empty and nobody has answered: an async handler waits for a promise that nothing can settle. */
function abandoned() {
  if (handler.constructor?.name !== 'AsyncFunction') return succeeded(null);
  failed(
    named(
      'NodeJsExit',
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
    ),
  );
}

function succeeded(result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    return failed(new Error('Unable to stringify response body'));
  }
  answer('S', text);
}

function failed(error) {
  logLine('ERROR', `Invoke Error \t${described(error)}`);
  answer('F', JSON.stringify(errorDocument(error)));
}

function answer(type, text, sent) {
  if (Buffer.byteLength(text) > RESPONSE_BYTES_MAX) return answer('F', TOO_LARGE, sent);
  if (ticket !== undefined)
    writeDown(`${type} ${ticket} ${Buffer.byteLength(text)} ${crc32(text)}\n${text}\n`);
  current = undefined;
  ticket = undefined;
  if (isOrphan) return leave();
  channel.ref();
  const peakMegabytes = Math.ceil(process.resourceUsage().maxRSS / KILOBYTES_PER_MEGABYTE);
  const durationMs = performance.now() - startedAt;
  send(type, `${peakMegabytes} ${durationMs.toFixed(3)}\n${text}`, () => {
    sent?.();
    // Timers and sockets that an invocation has left behind get their turn before the next one.
    if (waiting.length > 0) setImmediate(beginNext);
  });
}

function crash(title, error, status) {
  logLine('ERROR', `${title} \t${described(error)}`);
  const exit = () => process.exit(status);
  const text = JSON.stringify(errorDocument(error));
  if (current !== undefined) answer('F', text, exit);
  else if (handler === undefined) send('E', text, exit);
  else exit();
}

function errorDocument(error) {
  try {
    if (types.isNativeError(error) || isErrorLike(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/** Objects with an Error for a prototype count, as in the tutorial's `CustomError`. */
function isErrorLike(error) {
  const isText = (value) => typeof value === 'string' && value !== '';
  return isText(error?.name) && isText(error.message) && isText(error.stack);
}

function described(error) {
  const { errorType, errorMessage, trace } = errorDocument(error);
  try {
    return JSON.stringify({ errorType, errorMessage, ...error, stack: trace });
  } catch {
    return JSON.stringify({ errorType, errorMessage, stack: trace });
  }
}

function named(name, message, cause) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = `Runtime.${name}`;
  // The stack was written with the old name.
  const frames = (cause?.stack ?? error.stack).split('\n').filter((line) => line.startsWith('    at '));
  error.stack = [`${error.name}: ${message}`, ...frames].join('\n');
  return error;
}

async function load(root, fullHandler) {
  if (fullHandler.includes('..')) {
    throw named(
      'MalformedHandlerName',
      `'${fullHandler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const file = basename(fullHandler);
  const [, moduleName, path] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (moduleName === undefined) throw named('MalformedHandlerName', 'Bad handler');
  let exported;
  try {
    exported = await loadModule(root, join(fullHandler.slice(0, -file.length), moduleName));
  } catch (error) {
    if (error instanceof SyntaxError) throw named('UserCodeSyntaxError', String(error), error);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw named('ImportModuleError', String(error), error);
    }
    throw error;
  }
  const found = path.split('.').reduce((value, key) => value?.[key], exported);
  if (!found) throw named('HandlerNotFound', `${fullHandler} is undefined or not exported`);
  if (typeof found !== 'function') throw named('HandlerNotFound', `${fullHandler} is not a function`);
  return found;
}

/** In the order in which Lambda looks: a `.js` file is a module when the function's nearest package.json says so. */
async function loadModule(root, moduleName) {
  const path = resolve(root, moduleName);
  const require = createRequire(join(root, 'handler.js'));
  const isModule = isModuleFolder(dirname(path), resolve(root));
  hidePackagesAbove(root);
  provideModules(process.argv[2]);
  for (const extension of ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts']) {
    const file = path + extension;
    if (extension === '' ? !existsFile(file) : !existsSync(file)) continue;
    const asModule = extension.startsWith('.m') || (isModule && !extension.startsWith('.c'));
    if (asModule) return import(pathToFileURL(file).href);
    try {
      return require(file);
    } catch (error) {
      // An ES module with a top-level await in a file that nothing marks as a module.
      if (error?.code === 'ERR_REQUIRE_ASYNC_MODULE') return import(pathToFileURL(file).href);
      throw error;
    }
  }
  return require(require.resolve(moduleName, { paths: [root] }));
}

function existsFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Log lines travel on the channel, so that those of a call arrive before its answer. */
function patchConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => logLine(level, format(...values));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, written) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      sendLog(text, typeof encoding === 'function' ? encoding : written);
      return true;
    };
  }
}

function logLine(level, message) {
  sendLog(`${new Date().toISOString()}\t${current?.requestId}\t${level}\t${message}\n`);
}

function sendLog(text, sent) {
  const pieces = text.match(LOG_PIECE) ?? [''];
  const last = pieces.pop();
  for (const piece of pieces) send('L', piece);
  send('L', last, sent);
}
