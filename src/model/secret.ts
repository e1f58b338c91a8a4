/**
 * A value that must not be shown. It prints as `[redacted]` in template strings, JSON and `console.log`;
 * only {@link Secret.reveal} gives the text, and only the writer of the release's one secrets file calls it.
 */
export class Secret {
  readonly #text: string;

  /** @param text the secret itself */
  constructor(text: string) {
    this.#text = text;
  }

  /** @returns the secret itself */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]';
  }
}
