import type { Socket } from 'node:net';

const STATUS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/**
 * What Node.js does unless it is told otherwise, but for requests whose body is streamed: how long they may take is not
 * limited, only how long they may pause, and the socket itself looks after that.
 *
 * @param streaming Sockets with such a request.
 */
export function onClientError(streaming: WeakSet<object>): (error: Error, socket: Socket) => void {
  return (error, socket) => {
    const code = 'code' in error ? String(error.code) : '';
    if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && streaming.has(socket)) return;
    if (socket.writable && !hasAnswered(socket)) {
      const status = Object.hasOwn(STATUS, code) ? STATUS[code] : '400 Bad Request';
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    }
    socket.destroy(error);
  };
}

/** Bytes of an answer have left: another one would be read as part of it. */
function hasAnswered(socket: Socket): boolean {
  return socket.bytesWritten > 0;
}
