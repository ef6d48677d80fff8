/** Where the engine, and whoever else has news of its own, puts events for the default bus of their account. */
export const BUS_QUEUE = 'event-bus';

/** Events on their way to their targets. */
export const DELIVERY_QUEUE = 'event-delivery';

/** The documents that are rules. */
export const RULE_KIND = 'event-rule';
