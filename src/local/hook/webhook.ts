import type { Sink } from './sink.ts';

/** A receiver that says nothing for so long is taken for one that is gone. */
const ANSWER_MS_MAX = 10_000;

/** POSTs each event as JSON, one after the other; one that is not answered with 2xx ends the round. */
export function webhook(url: string, post: typeof fetch): Sink {
  return {
    async deliver(events, signal) {
      for (const [delivered, event] of events.entries()) {
        if (!(await isTaken(event, signal))) return delivered;
      }
      return events.length;
    },
    async close() {},
  };

  async function isTaken(body: string, closing: AbortSignal): Promise<boolean> {
    try {
      const answer = await post(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_MS_MAX)]),
      });
      // Unread, the body would keep the connection from being used again.
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      // Whatever kept it from being taken, it is told again.
      return false;
    }
  }
}
