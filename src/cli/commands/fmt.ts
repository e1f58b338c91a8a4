import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeDurably } from '../../deploy/durable.ts';
import { guarded } from '../../deploy/failure.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../../diagnostics/finding.ts';
import { type Formatted, format } from '../../input/format.ts';
import { readText } from '../../input/text-file.ts';
import { EXIT } from '../exit.ts';
import { DEFAULT_FILE } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import type { Terminal } from '../terminal.ts';

interface FmtOptions {
  readonly file?: readonly string[];
  readonly stdinFilepath?: string;
  readonly check?: true;
}

/** What came of one file. */
interface File {
  readonly name: string;
  readonly before: string;
  readonly result: Formatted;
}

/** `gatewayc fmt`: formats files in place, or with `--check` says which are not formatted. All of them, or, when one is not sound, none. */
export async function fmt({ options, terminal }: Invocation<FmtOptions>): Promise<Outcome> {
  const files: File[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of options.file ?? [DEFAULT_FILE]) {
    const read = await readOne(name, options, terminal);
    if ('code' in read) diagnostics.push(read);
    else files.push(read);
    if ('result' in read && read.result.kind === 'refused') diagnostics.push(...read.result.diagnostics);
  }
  const texts = new Map(files.map(({ name, before }) => [name, before]));
  const sources = (name: string): string | undefined => texts.get(name);
  if (diagnostics.length > 0) {
    const exit = diagnostics.some(({ code }) => code === 'GW1012') ? EXIT.failed : EXIT.invalid;
    return { exit, diagnostics, sources, hint: options.check ? '' : 'nothing was written' };
  }
  const changed = files.filter(({ before, result }) => result.kind === 'formatted' && result.text !== before);
  const data = { changed: changed.map(({ name }) => name) };
  if (options.check) return { ...checked(changed), data };
  let text = '';
  for (const { name, result } of files) {
    if (result.kind !== 'formatted') continue;
    if (name === '-') text += result.text;
    else if (changed.some((one) => one.name === name))
      await replace(resolve(terminal.cwd, name), result.text);
  }
  const written = data.changed.filter((name) => name !== '-');
  const hint = files.every(({ name }) => name === '-') ? '' : written.join('\n') || 'formatted already';
  return { exit: EXIT.done, diagnostics: [], data: text === '' ? data : { ...data, text }, text, hint };
}

async function readOne(name: string, options: FmtOptions, terminal: Terminal): Promise<File | Diagnostic> {
  if (name === '-') {
    const text = await terminal.stdin();
    const called = options.stdinFilepath ?? '<stdin>';
    return { name, before: text, result: format({ name: called, directory: terminal.cwd, text }) };
  }
  const read = await readText(resolve(terminal.cwd, name));
  if (read.kind === 'text')
    return {
      name,
      before: read.text,
      result: format({ name, directory: dirname(resolve(terminal.cwd, name)), text: read.text }),
    };
  const problem = read.kind === 'too-large' ? 'is larger than 16 MiB' : read.problem;
  return finding('GW1012', { message: `${name} ${problem}`, help: 'name the file with -f' });
}

function checked(changed: readonly File[]): Outcome {
  const diagnostics = changed.map(({ name }) =>
    finding('GW9042', { message: `${name} is not formatted`, help: `gatewayc fmt -f ${name}` }),
  );
  return changed.length === 0
    ? { exit: EXIT.done, diagnostics, hint: 'formatted already' }
    : { exit: EXIT.different, diagnostics };
}

/** Whoever looks sees the old text or the new one; links stay links. */
async function replace(path: string, content: string): Promise<void> {
  await guarded(`write ${path}`, async () => {
    const target = await realpath(path);
    const { mode } = await stat(target);
    const fresh = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
    try {
      await writeDurably(fresh, { content, mode: mode & 0o7777 });
      await rename(fresh, target);
    } finally {
      await rm(fresh, { force: true });
    }
  });
}
