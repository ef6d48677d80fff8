"""Runs one Python function: loads its handler, then answers one invocation after the other over
file descriptor 3 (src/local/lambda/frame.ts has the protocol). Needs Python 3.8 and nothing else."""

import base64
import decimal
import importlib
import io
import json
import logging
import os
import re
import resource
import socket
import struct
import sys
import threading
import time
import traceback
import zlib

RESPONSE_BYTES_MAX = 6291556
# Lambda itself writes this document, not its Python runtime: it has no spaces.
TOO_LARGE = (
    b'{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum '
    b'allowed payload size (%d bytes)."}' % RESPONSE_BYTES_MAX
)
# Longer log texts travel in pieces: the host takes an overlong frame for garbage and kills the process.
LOG_PIECE_LENGTH = 1000000
# getrusage counts kilobytes on Linux and bytes on macOS.
PEAK_UNITS_PER_MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024

channel = socket.socket(fileno=3)
channel.setblocking(True)
# A function's own child processes must not keep the host waiting for the end of this channel.
os.set_inheritable(3, False)
# Where calls are written down that a later host may ask for (src/local/lambda/spool-records.ts).
SPOOL = 4
# Its owner may write into the file of calls; a closed one takes no more calls.
OPEN = 0o200
try:
    os.set_inheritable(SPOOL, False)
except OSError:
    pass
lock = threading.Lock()
request_id = ""
# Of the invocation under way: the ticket under which its answer is written down.
ticket = None
# Of the invocation under way, by `time.perf_counter()`.
started_at = 0.0
# The file of calls has a gap: no more of them may be taken.
is_spool_broken = False


class Fault(Exception):
    """What the runtime itself finds wrong with a function; `trace` is text lines for the author."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = trace or []


class LogStream(io.TextIOBase):
    """Standard output and error: log lines travel on the channel, so that a call's lines come before its answer."""

    encoding = "utf-8"

    def __init__(self, descriptor):
        self.buffer = LogBuffer(descriptor)

    def writable(self):
        return True

    def fileno(self):
        return self.buffer.fileno()

    def write(self, text):
        for at in range(0, len(text), LOG_PIECE_LENGTH):
            send(b"L", text[at : at + LOG_PIECE_LENGTH].encode("utf-8", "replace"))
        return len(text)


class LogBuffer(io.RawIOBase):
    def __init__(self, descriptor):
        self.descriptor = descriptor

    def writable(self):
        return True

    def fileno(self):
        return self.descriptor

    def write(self, data):
        output = bytes(data)
        for at in range(0, len(output), LOG_PIECE_LENGTH):
            send(b"L", output[at : at + LOG_PIECE_LENGTH])
        return len(output)


class LogHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = request_id
        sys.stdout.write(self.format(record))


class Context:
    """The handler's second argument."""

    def __init__(self, header):
        self.aws_request_id = header["requestId"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = header["arn"]
        self.tenant_id = None
        self.identity = Identity()
        self.client_context = client_context(header.get("clientContext"))
        self._deadline = header["deadline"]

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class ClientContext:
    custom = None
    env = None
    client = None


def client_context(text):
    if text is None:
        return None
    fields = json.loads(base64.b64decode(text))
    context = ClientContext()
    context.custom = fields.get("custom")
    context.env = fields.get("env")
    context.client = fields.get("client")
    return context


class Encoder(json.JSONEncoder):
    """As Lambda's: bytes are text, and a Decimal is a number with exactly its digits."""

    def default(self, value):
        if isinstance(value, (bytes, bytearray)):
            return value.decode("utf-8")
        if isinstance(value, decimal.Decimal):
            return float("nan") if value.is_nan() else "%s%s%s" % (DECIMAL_MARK, value, DECIMAL_MARK)
        return super().default(value)


# The standard encoder cannot print a number's own text: it prints a string between marks that no function can
# know, and the quotes go afterwards.
DECIMAL_MARK = "<%s>" % os.urandom(16).hex()
MARKED_DECIMAL = re.compile('"%s([^"<]*)%s"' % (DECIMAL_MARK, DECIMAL_MARK))
# Lambda prints text beyond ASCII as it is from Python 3.12 on.
ESCAPING_RUNTIMES = {"AWS_Lambda_python3.%d" % minor for minor in range(6, 12)}


def to_json(value):
    escapes = os.environ.get("AWS_EXECUTION_ENV", "") in ESCAPING_RUNTIMES
    text = Encoder(ensure_ascii=escapes).encode(value)
    return MARKED_DECIMAL.sub(r"\1", text) if DECIMAL_MARK in text else text


def send(kind, body):
    try:
        with lock:
            channel.sendall(struct.pack(">I", len(body)) + kind + body)
    except OSError:
        # The host is gone, however it went. A call that is written down goes on to its end, for a later host to find.
        if ticket is None:
            leave()


def leave():
    try:
        # The next host may come after a power cut.
        os.fsync(SPOOL)
    except OSError:
        pass
    os._exit(0)


def write_down(record):
    """What went wrong; None when it is written down."""
    global is_spool_broken
    if is_spool_broken:
        return "an earlier record is not whole"
    try:
        is_spool_broken = os.write(SPOOL, record) < len(record)
        return "no space left on device" if is_spool_broken else None
    except OSError as error:
        is_spool_broken = True
        return str(error)


def is_closed():
    """The file takes no more calls: what is not in it, somebody else makes."""
    try:
        return os.fstat(SPOOL).st_mode & OPEN == 0
    except OSError:
        return True


def begin(spool, timeout, deadline):
    """Writes the call down; False when it is not to be made."""
    terms = json.dumps(dict(spool["terms"], timeout=timeout, deadline=deadline))
    problem = write_down(("R %s %s\n" % (spool["mark"], terms)).encode())
    if problem:
        send(b"N", problem.encode())
        return False
    # Only after it is written down: who has closed the file before has not seen it there, and who closes it later does.
    if is_closed():
        write_down(("U %s\n" % spool["mark"]).encode())
        send(b"U", b"")
        return False
    return True


def receive(count):
    parts = []
    while count > 0:
        part = channel.recv(min(count, 1 << 20))
        if not part:
            # The host is gone, however it went: nobody would ever stop this process again.
            leave()
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def answer(kind, text):
    peak = -(-resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // PEAK_UNITS_PER_MEGABYTE)
    body = text.encode("utf-8", "surrogatepass")
    if len(body) > RESPONSE_BYTES_MAX:
        kind, body = b"F", TOO_LARGE
    global ticket
    if ticket is not None:
        head = "%s %s %d %d\n" % (kind.decode(), ticket, len(body), zlib.crc32(body))
        write_down(head.encode() + body + b"\n")
        ticket = None
    send(kind, b"%d %.3f\n" % (peak, (time.perf_counter() - started_at) * 1000) + body)


def load(full_handler):
    try:
        module_name, function_name = full_handler.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", "Bad handler '%s': %s" % (full_handler, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", "Unable to import module '%s': %s" % (module_name, explained(error)))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault("UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


def error_document(error):
    if isinstance(error, Fault):
        kind, trace = error.kind, error.trace
    else:
        kind, trace = type(error).__name__, frames(error.__traceback__)
    message = explained(error)
    document = {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}
    lines = ["[ERROR] %s: %s" % (kind, message), "Traceback (most recent call last):"]
    for entry in trace:
        lines += entry.splitlines()
    sys.stdout.write("\n".join(lines) + "\n")
    return to_json(document)


def explained(error):
    if isinstance(error, ModuleNotFoundError) and error.name in ("boto3", "botocore"):
        return "%s. On Lambda this module is there. To have it here: python3 -m pip install boto3" % error
    return str(error)


def frames(tb):
    """The author's frames as plain tuples: Lambda shows them without the markers of newer Pythons."""
    entries = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in traceback.extract_tb(tb)]
    own = os.path.abspath(__file__)
    while entries and (os.path.abspath(entries[0][0]) == own or entries[0][0].startswith("<frozen importlib")):
        entries.pop(0)
    return traceback.format_list(entries)


def respond(handler, header, payload):
    try:
        context = Context(header)
        try:
            event = json.loads(payload)
        except ValueError as error:
            raise Fault("UnmarshalError", "Unable to unmarshal input: %s" % error)
        result = handler(event, context)
        text = marshalled(result)
    except Exception as error:
        answer(b"F", error_document(error))
    else:
        answer(b"S", text)


def marshalled(result):
    # A handler that returns bytes has encoded its answer itself.
    if isinstance(result, bytes):
        return result.decode("utf-8", "replace")
    try:
        return to_json(result)
    except Exception as error:
        raise Fault("MarshalError", "Unable to marshal response: %s" % error)


def set_up_logging():
    sys.stdout = LogStream(1)
    sys.stderr = LogStream(2)
    logging.Formatter.converter = time.gmtime
    handler = LogHandler()
    handler.setFormatter(
        logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
        )
    )
    logging.getLogger().addHandler(handler)


def main():
    global request_id, started_at, ticket
    set_up_logging()
    # The first entry is this file's own folder, which no function should see.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        send(b"E", error_document(error).encode("utf-8", "surrogatepass"))
        sys.exit(1)
    send(b"R", b"")
    while True:
        (length,) = struct.unpack(">I", receive(5)[:4])
        head, payload = receive(length).split(b"\n", 1)
        header = json.loads(head)
        header["deadline"] = int(time.time() * 1000 + header["timeout"] * 1000)
        spool = header.get("spool")
        if spool and not begin(spool, header["timeout"], header["deadline"]):
            continue
        started_at = time.perf_counter()
        ticket = spool and spool["ticket"]
        request_id = header["requestId"]
        os.environ["_X_AMZN_TRACE_ID"] = header["traceId"]
        respond(handler, header, payload)


main()
