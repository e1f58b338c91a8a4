import { type Command, Option } from 'commander';
import type { Severity } from '../diagnostics/codes/entry.ts';
import type { Format } from '../diagnostics/report.ts';
import type { Flavor } from '../model/document.ts';
import type { ColorChoice } from './terminal.ts';

/** Options every command has. */
export interface CommonOptions {
  readonly format: Format;
  readonly color: ColorChoice;
}

/** Where the configuration comes from, and when it is bad. */
export interface SourceOptions {
  readonly file?: readonly string[];
  readonly stdinFilepath?: string;
  readonly failSeverity: Severity;
}

/** Which nginx it is for. */
export interface NginxOptions {
  readonly nginxBinary?: string;
  readonly nginxBin?: string;
  readonly nginxFlavor: 'auto' | Flavor;
}

/** Where it is deployed to. */
export interface RootOptions {
  readonly root: string;
}

/** Where the configuration is read when no `-f` says otherwise. */
export const DEFAULT_FILE = 'gateway.yaml';

/** Formats of commands whose product is not findings. */
const PLAIN: readonly Format[] = ['pretty', 'text', 'json'];

/** Formats of commands that report on a configuration. */
const REPORTING: readonly Format[] = [...PLAIN, 'github', 'sarif', 'junit', 'markdown'];

/** Formats of a comparison. */
export const DIFF_FORMATS = ['text', 'json', 'unified', 'markdown'] as const;

const flavorOption = (): Option =>
  new Option('--nginx-flavor <flavor>', 'what to compile for')
    .choices(['auto', 'openresty', 'debian-1.22', 'debian-1.26'])
    .default('auto');

/** Options that commands share. */
export const OPTION_GROUPS = {
  sources: (command: Command) =>
    command
      .addOption(
        new Option(
          '-f, --file <file>',
          `configuration, repeatable; "-" is standard input (default: "${DEFAULT_FILE}")`,
        ).argParser((file: string, files: readonly string[] = []) => [...files, file]),
      )
      .option('--stdin-filepath <name>', 'name of standard input in messages')
      .addOption(
        new Option('--fail-severity <severity>', 'lowest severity that makes the configuration bad')
          .choices(['error', 'warning', 'info'])
          .default('error'),
      ),
  nginx: (command: Command) =>
    command
      .option(
        '--nginx-binary <path>',
        'the nginx or OpenResty to use (default: nginx.binary_path, else the first found)',
      )
      .addOption(new Option('--nginx-bin <path>', 'the same').hideHelp())
      .addOption(flavorOption()),
  flavor: (command: Command) => command.addOption(flavorOption()),
  root: (command: Command) =>
    command.option('--root <dir>', 'directory the gateway is deployed to', '/var/lib/gatewayc'),
  plain: (command: Command) => common(command, PLAIN),
  reporting: (command: Command) => common(command, REPORTING),
  comparing: (command: Command) => common(command, DIFF_FORMATS),
} as const satisfies Readonly<Record<string, (command: Command) => Command>>;

export type OptionGroup = keyof typeof OPTION_GROUPS;

/** The first format is the default. */
const common = (command: Command, formats: readonly string[]): Command =>
  command
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default(formats[0]))
    .addOption(
      new Option('--color <when>', 'when to use colours')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    );
