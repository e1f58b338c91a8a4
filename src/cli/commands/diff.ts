import { compareModels } from '../../diff/compare.ts';
import { placesIn } from '../../diff/places.ts';
import { renderJson } from '../../diff/render/json.ts';
import { renderMarkdown } from '../../diff/render/markdown.ts';
import { type DiffReport, hasDifferences } from '../../diff/render/report.ts';
import { renderText } from '../../diff/render/text.ts';
import type { Bundle } from '../../emit/bundle.ts';
import type { Model } from '../../emit/model/model.ts';
import { type AgainstOptions, contentsOf, explicitFlavor, type OldSide, readAgainst } from '../against.ts';
import { compile, understand } from '../compile.ts';
import { describeSources } from '../examine.ts';
import { EXIT } from '../exit.ts';
import { machineFailure } from '../failures.ts';
import type { DIFF_FORMATS, NginxOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { requireSound } from '../require-sound.ts';
import { COMMON } from '../target.ts';
import { type ColorChoice, useColor } from '../terminal.ts';
import { VERSION } from '../version.ts';

type DiffOptions = AgainstOptions &
  Pick<NginxOptions, 'nginxFlavor'> & {
    readonly format: (typeof DIFF_FORMATS)[number];
    readonly color: ColorChoice;
    readonly exitCode?: true;
    readonly detailedExitcode?: true;
  };

/** `gatewayc diff`: what differs between a configuration and what is deployed, or another one, and what will happen. Changes nothing. */
export async function diff({ options, terminal }: Invocation<DiffOptions>): Promise<Outcome> {
  const required = await requireSound(options, terminal, 'nothing was compared');
  if (required.kind === 'refused') return required.outcome;
  const { known, sound } = required;
  try {
    const against = await readAgainst(options, terminal);
    if (against.kind === 'refused') return against.outcome;
    const asked = options.nginxFlavor === 'auto' ? explicitFlavor(sound) : options.nginxFlavor;
    const old = against.make(asked);
    const flavor = asked ?? against.flavor ?? COMMON;
    const { model } = understand(sound, flavor);
    // Making the files takes a while, so it is left until they are asked for.
    const bundle = (): Bundle => compile(sound, flavor).bundle;
    const { locate } = sound.loaded;
    const report: DiffReport = {
      old: old.side,
      new: { name: describeSources(options) },
      difference: compareModels({ before: old.model, after: model }, placesIn(sound.document, locate)),
      drift: old.drift,
    };
    const differs = hasDifferences(report);
    const exits = options.exitCode === true || options.detailedExitcode === true;
    return {
      ...known,
      findings: 'aside',
      exit: differs && exits ? EXIT.different : EXIT.done,
      data: renderJson(report),
      text: await rendered(
        report,
        { old, bundle, how: options.format },
        useColor(options.color, terminal, 'out'),
      ),
      hint: differs ? '' : hintFor(old, model),
    };
  } catch (error) {
    return machineFailure(error, known);
  }
}

interface Rendering {
  readonly old: OldSide;
  readonly bundle: () => Bundle;
  readonly how: DiffOptions['format'];
}

async function rendered(
  report: DiffReport,
  { bundle, how, old }: Rendering,
  color: 'on' | 'off',
): Promise<string> {
  switch (how) {
    case 'text':
      return renderText(report, color);
    case 'markdown':
      return renderMarkdown(report);
    case 'unified': {
      const { renderUnified } = await import('../../diff/render/unified.ts');
      return renderUnified(await old.files(), contentsOf(bundle()));
    }
    case 'json':
      return '';
  }
}

/** Order stands in the files, and so does the Lua library, so applying may make another generation all the same. */
function hintFor(old: OldSide, model: Model): string {
  if (old.gatewayc !== undefined && old.gatewayc !== VERSION)
    return `the release was written by gatewayc ${old.gatewayc}, this is ${VERSION}: applying it loads the library anew`;
  return JSON.stringify(old.model) === JSON.stringify(model)
    ? ''
    : 'only the order differs: applying it reloads, and changes nothing';
}
