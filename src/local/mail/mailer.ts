/** Sends mails: to the mailbox of this server, or out into the world. */
export interface Mailer {
  /** Resolves when the mail is in the mailbox, on disk, or was taken by the server it goes to. @throws Unavailable. */
  send(mail: OutgoingMail): Promise<void>;
}

export interface OutgoingMail {
  readonly fromName: string;
  /** An address, or a telephone number: that has no mailbox but ours. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
