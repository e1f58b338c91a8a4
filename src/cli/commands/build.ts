import { resolve } from 'node:path';
import { buildInto } from '../../deploy/build.ts';
import { guarded } from '../../deploy/failure.ts';
import { compareTree, type Drift } from '../../deploy/manifest.ts';
import { type Tree, treeFor } from '../../deploy/tree.ts';
import { finding } from '../../diagnostics/finding.ts';
import { compile } from '../compile.ts';
import { EXIT } from '../exit.ts';
import type { NginxOptions, SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { requireSound } from '../require-sound.ts';
import { targetFor, wishFor } from '../target.ts';

type BuildOptions = SourceOptions & NginxOptions & { readonly output: string; readonly check?: true };

/** `gatewayc build`: compiles to a directory, or with `--check` says whether the directory is what it would write. */
export async function build({ options, terminal }: Invocation<BuildOptions>): Promise<Outcome> {
  const required = await requireSound(options, terminal, 'nothing was written');
  if (required.kind === 'refused') return required.outcome;
  const { sound, known } = required;
  const target = await targetFor(wishFor(options, sound, terminal));
  const { bundle } = compile(sound, target.flavor);
  const tree = treeFor(bundle.files, target.modules);
  const output = resolve(terminal.cwd, options.output);
  const facts = { generation: bundle.generation, flavor: target.flavor, directory: output };
  if (options.check) {
    const drift = await guarded(`read ${options.output}`, () => compareTree(output, tree));
    return { ...staleness(drift, options.output), data: { ...facts, stale: drift } };
  }
  const written = await buildInto({
    directory: output,
    tree,
    host: terminal.host,
    signal: terminal.interrupted,
    talk: (line) => terminal.talk(`${line}\n`),
  });
  return {
    ...known,
    exit: EXIT.done,
    data: { ...facts, directory: written, files: tree.size },
    text: `${bundle.generation} ${written}\n`,
    hint: `${tree.size} files for ${target.flavor} (${target.reason})${howToRun(tree, written)}`,
  };
}

function staleness(drift: readonly Drift[], output: string): Pick<Outcome, 'exit' | 'diagnostics' | 'hint'> {
  if (drift.length === 0) return { exit: EXIT.done, diagnostics: [], hint: `${output} is up to date` };
  const what = { missing: 'is missing', changed: 'differs', added: 'should not be there' } as const;
  const diagnostics = drift.map(({ path, kind }) =>
    finding('GW9040', {
      message: `${output}/${path} ${what[kind]}`,
      help: `gatewayc build -o ${output} brings it up to date`,
    }),
  );
  return { exit: EXIT.different, diagnostics };
}

const howToRun = (tree: Tree, directory: string): string =>
  tree.has('conf/nginx.conf')
    ? `\nserve it: nginx -p ${directory}/ -c conf/nginx.conf -e logs/error.log`
    : '';
