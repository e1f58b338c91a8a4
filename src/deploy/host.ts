/** What this room needs to know of the process it runs in. Only the command line touches `process`, so it hands this in. */
export interface Host {
  /** The id of this process. */
  readonly pid: number;
  /** PATH, for finding nginx. */
  readonly searchPath: string;
  /** As `process.kill`. */
  kill(pid: number, signal: NodeJS.Signals): void;
}
