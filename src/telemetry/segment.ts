/** A piece of a trace, as X-Ray's segment documents have it. Times are in seconds since 1970. */
export interface Segment {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly trace_id: string;
  readonly parent_id?: string;
  readonly origin?: string;
  readonly subsegments?: readonly Subsegment[];
  /** The caller did something wrong; throttling is such an error. */
  readonly error?: boolean;
  readonly throttle?: boolean;
  /** What was called did. */
  readonly fault?: boolean;
  readonly cause?: Cause;
  readonly aws?: { readonly [name: string]: string | number };
  readonly annotations?: { readonly [name: string]: string | number | boolean };
}

export interface Subsegment
  extends Pick<
    Segment,
    | 'id'
    | 'name'
    | 'start_time'
    | 'end_time'
    | 'subsegments'
    | 'error'
    | 'throttle'
    | 'fault'
    | 'cause'
    | 'aws'
  > {
  /** `aws` for a call of a service. */
  readonly namespace?: string;
}

interface Cause {
  readonly exceptions: readonly { readonly id: string; readonly type: string }[];
}

export interface Flags {
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly fault?: boolean;
}

const THROTTLED = /Throttl|TooManyRequests|LimitExceeded/;
const CALLERS =
  /NotFound|NoSuch|DoesNotExist|Invalid|AccessDenied|Validation|BadRequest|Conflict|AlreadyExists|NotAuthorized/;

/** What an error's name says about whose it is. */
export function flagsOf(error: string | undefined): Flags {
  if (error !== undefined && THROTTLED.test(error)) return { error: true, throttle: true };
  if (error !== undefined && CALLERS.test(error)) return { error: true };
  return { fault: true };
}

/** Of an error only its name is told: causes may hold what executions work on. */
export function causeOf(id: string, error: string | undefined): Cause | undefined {
  return error === undefined ? undefined : { exceptions: [{ id, type: error.slice(0, 256) }] };
}
