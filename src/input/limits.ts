/** How much of what the input may hold. Everything beyond is an error, never a truncation. */
export const LIMITS = {
  /** Bytes of one YAML file. */
  fileBytes: 16 * 1024 * 1024,
  /** Bytes of one file named by `${file:…}`. */
  secretBytes: 1024 * 1024,
  /** YAML files in one load, includes counted. */
  files: 1_000,
  /** Mappings and lists inside one another. */
  depth: 64,
  /** Values that aliases and merge keys may add to those written out. */
  aliasedValues: 1_000_000,
  /** Findings of one load; one more says that the rest is not listed. */
  findings: 1_000,
} as const;
