// Times in milliseconds, counts, and a code. In a file of their own, so that a bundler puts each where it is used.

/** The close code of a connection that was lost, or that could not be had (RFC 6455 section 7.4.1). */
export const CLOSE_LOST = 1006;

/** The bound of the first wait doubles from here. */
export const BACKOFF_BASE_MS = 500;
/** No wait is longer. */
export const BACKOFF_CAP_MS = 30_000;
/** How long a connection must last before earlier failures are forgotten. */
export const UPTIME_MS = 5_000;
/** How long what a pong announced may still be on its way: a pong may overtake a batch. */
export const GRACE_MS = 2_000;
/** The window of a 43xx that names none. */
export const WITHIN_MS = 5_000;
/** Sockets in a row that may fail before it polls, and how many more once a socket has worked. */
export const BLOCKED_AFTER = 2;
export const BLOCKED_CREDIT = 3;
/** The first pause before it looks for a way back to a socket; doubles up to the cap. */
export const CLIMB_MS = 30_000;
export const CLIMB_CAP_MS = 600_000;
/** How soon a ticket is asked for again that could not be had. */
export const RENEW_AGAIN_MS = 10_000;
/** How old the answer of the ticket function must be for it to be asked again when somebody comes back to the page. */
export const RECHECK_LEAST_MS = 5_000;
/** How long it waits for more after another page of the site has told of another user. */
export const TOLD_LEAST_MS = 300;
/** The share of a ticket's life after which a new one is asked for. */
export const RENEW_AT = 0.8;
/** A ticket is not asked for more often than this, whatever the page's clock says. */
export const RENEW_LEAST_MS = 5_000;
/** How long a ticket function may take. */
export const TICKET_TIMEOUT_MS = 20_000;
/** How far the device's clock may be behind the origin's to be believed. */
export const CLOCK_SKEW_MS = 60_000;
/** How long what follows a call waits for its answer, over polls: by then the request has arrived, and the origin is asked. */
export const CALL_LEAD_MS = 1_000;
/** How long a socket may take to its first message, the welcome. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** How long any transport may take to its first frames; each has a limit of its own below that. */
export const OPENING_TIMEOUT_MS = 30_000;
/** Longer than {@link CONNECT_TIMEOUT_MS}, so that partysocket's own timer never rings; the most that a timer takes. */
export const NEVER_MS = 2_147_483_647;
/** An answer without frames should have taken its time; where one comes at once (a proxy), it is not asked for faster. */
export const POLL_PAUSE_MS = 1_000;
/** How long a POST may take: a call waits for the origin. */
export const POST_TIMEOUT_MS = 20_000;
/** The share of a window over which connections are begun: they take a moment, and all are to be back when it ends. */
export const SPREAD = 0.9;
