/** One line of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads the Prometheus text format.
 * @throws when a line is not part of it
 */
export function samples(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const parts = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
      if (!parts) throw new Error(`not a sample: ${line}`);
      const [, name = '', labels = '', value] = parts;
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
        key,
        text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c)),
      ]);
      return { name, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

/**
 * Adds up the samples of a name that have these labels.
 * @param all what was scraped
 * @param labels those that count; others may have any value
 */
export function total(
  all: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return all
    .filter(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )
    .reduce((sum, { value }) => sum + value, 0);
}
