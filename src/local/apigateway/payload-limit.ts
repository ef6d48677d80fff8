/** AWS's limit for the body of a request or an answer. */
export const PAYLOAD_BYTES_MAX = 10 * 1024 * 1024;
