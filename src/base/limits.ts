/** Largest input, output, result or variable: UTF-8 bytes of JSON text (Developer Guide, "Quotas"). */
export const PAYLOAD_BYTES_MAX = 262_144;
/** All variables of an execution: UTF-8 bytes of JSON text (Developer Guide, "Variable limits"). */
export const VARIABLES_BYTES_MAX = 10 * 1024 * 1024;
/** The last event of a history; the execution fails with it (Developer Guide, "Quotas"; measured on AWS). */
export const HISTORY_EVENTS_MAX = 25_000;
/** Longest an Express execution may take (Developer Guide, "Quotas"). */
export const EXPRESS_SECONDS_MAX = 300;
/** Largest definition, in characters (API reference, CreateStateMachine). */
export const DEFINITION_LENGTH_MAX = 1_048_576;
/** Largest request body, in bytes (Developer Guide, "Quotas": 1 MB). */
export const REQUEST_BYTES_MAX = 1_048_576;
/** Lambda's own limit for a request with a zip in it: 50 MB in base64. */
export const LAMBDA_REQUEST_BYTES_MAX = 70_167_211;
/** PutLogEvents: a megabyte of events, escaped as JSON. */
export const LOGS_REQUEST_BYTES_MAX = 8_388_608;
/** Longest TimeoutSeconds, HeartbeatSeconds, IntervalSeconds and Wait. */
export const SECONDS_MAX = 99_999_999;
