import { createServer } from 'node:http';

/** What Node's HTTP costs alone: reads the body, answers with as many bytes as a start is answered with. */
const ANSWER = JSON.stringify({
  executionArn: `arn:aws:states:us-east-1:123456789012:execution:pass1:${'0'.repeat(36)}`,
  startDate: 1_700_000_000.123,
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': ANSWER.length,
      'x-amzn-requestid': '00000000-0000-0000-0000-000000000000',
    });
    response.end(ANSWER);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
