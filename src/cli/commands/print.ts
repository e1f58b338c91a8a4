import { finding } from '../../diagnostics/finding.ts';
import { printable } from '../../diagnostics/printable.ts';
import { suggestName } from '../../input/suggest-name.ts';
import { toYaml, toYamlScalar } from '../../input/write.ts';
import { effective } from '../../schema/effective.ts';
import { EXIT } from '../exit.ts';
import type { SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { type Lookup, leaves, lookUp, plain, shower } from '../provenance.ts';
import { requireSound } from '../require-sound.ts';

type PrintOptions = SourceOptions & { readonly showEnv?: true; readonly why?: string };

/** `gatewayc print`: the configuration as it counts, includes merged and defaults filled in, without what may be secret. */
export async function print({ options, terminal }: Invocation<PrintOptions>): Promise<Outcome> {
  const required = await requireSound(options, terminal, '');
  if (required.kind === 'refused') return required.outcome;
  const { loaded } = required.sound;
  const whole = effective(loaded);
  const show = shower(loaded, options.showEnv ? 'environment' : 'references');
  if (options.why === undefined) {
    const configuration = plain(whole, show);
    return { ...required.known, exit: EXIT.done, data: { configuration }, text: toYaml(configuration) };
  }
  const found = lookUp(whole, options.why);
  if (found.kind === 'unknown') return unknownKey(found);
  const values = leaves(found.effective, found.key).map(({ key, value }) => ({ key, ...show(value) }));
  return {
    ...required.known,
    exit: EXIT.done,
    data: { values },
    text: values
      .map(
        ({ key, value, source }) =>
          `${printable(`${key}: ${toYamlScalar(value)}`)}  ← ${printable(source)}\n`,
      )
      .join(''),
    hint: values.length === 0 ? `${options.why} is there, and empty` : '',
  };
}

function unknownKey({ wrong, known, below }: Extract<Lookup, { kind: 'unknown' }>): Outcome {
  const near = suggestName(wrong, known);
  const where = below === '' ? '' : ` in ${below}`;
  const there = known.length === 0 ? 'it is a single value' : `there are ${known.slice(0, 20).join(', ')}`;
  const help = near === undefined ? there : `did you mean ${near}?`;
  return {
    exit: EXIT.usage,
    diagnostics: [finding('GW9090', { message: `there is no ${wrong}${where}`, help })],
  };
}
