import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OptionGroup } from './options.ts';
import type { Run } from './program.ts';

/** A command as the command line shows it. What it does is loaded only when it runs. */
export interface CommandEntry {
  /** Name and arguments. */
  readonly usage: string;
  readonly alias?: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** Options it shares with others. */
  readonly groups: readonly OptionGroup[];
  /** Options of its own. */
  readonly own?: (command: Command) => void;
  readonly load: () => Promise<Run>;
}

/** Every command, in the order help lists them: what one needs first comes first. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    usage: 'init [file]',
    summary: 'write a starter gateway.yaml, and the schema editors complete it with',
    examples: ['gatewayc init', 'gatewayc init edge.yaml'],
    groups: ['plain'],
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    usage: 'check',
    alias: 'validate',
    summary: 'find every problem of a configuration, offline',
    examples: [
      'gatewayc check',
      'gatewayc check -f base.yaml -f routes.yaml --format github',
      'gatewayc check --nginx',
    ],
    groups: ['sources', 'nginx', 'reporting'],
    own: (command) => command.option('--nginx', 'also start the result with the real nginx, in private'),
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    usage: 'build',
    summary: 'compile to a directory, all or nothing',
    examples: [
      'gatewayc build -o deploy',
      'gatewayc build -o deploy --check',
      'gatewayc build -o deploy --nginx-flavor openresty',
    ],
    groups: ['sources', 'nginx', 'reporting'],
    own: (command) =>
      command
        .requiredOption(
          '-o, --output <dir>',
          'the directory; its content is replaced, its run/ and logs/ are kept',
        )
        .option('--check', 'write nothing; exit 2 when the directory is stale'),
    load: async () => (await import('./commands/build.ts')).build,
  },
  {
    usage: 'diff',
    summary: 'what differs from what is deployed, and what will happen',
    examples: [
      'gatewayc diff',
      'gatewayc diff --against git:HEAD',
      'gatewayc diff --against gateway.old.yaml --exit-code',
      'gatewayc diff --against git:origin/main --format markdown > comment.md',
    ],
    groups: ['sources', 'flavor', 'root', 'comparing'],
    own: (command) =>
      command
        .option(
          '--against <what>',
          'a deployment, a directory of gatewayc build, a YAML file, or git:REV (default: what is deployed under --root)',
        )
        .option('--exit-code', 'exit 2 when there are differences')
        .addOption(new Option('--detailed-exitcode', 'the same').hideHelp()),
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    usage: 'apply',
    alias: 'reload',
    summary: 'install a release, make it live, and confirm it on every worker',
    examples: ['sudo gatewayc apply', 'gatewayc apply -f gateway.yaml --root /srv/gateway'],
    groups: ['sources', 'nginx', 'root', 'reporting'],
    own: (command) =>
      command
        .option('--no-start', 'do not start nginx where none runs')
        .option('--keep <count>', 'how many releases stay on disk', wholeNumber, 5),
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  {
    usage: 'watch',
    summary: 'make every save live; a bad one leaves the last good one serving',
    examples: [
      'gatewayc watch --root ./deployed',
      'gatewayc watch -f gateway.yaml --no-apply --exec "npm test"',
      'gatewayc watch --poll',
    ],
    groups: ['sources', 'nginx', 'root', 'plain'],
    own: (command) =>
      command
        .option('--no-apply', 'only compile')
        .option('--exec <command>', 'a shell command to run after every good build')
        .option('--poll', 'look for changes all the time: for bind mounts and network file systems')
        .option('--keep <count>', 'how many releases stay on disk', wholeNumber, 5),
    load: async () => (await import('./commands/watch.ts')).watch,
  },
  {
    usage: 'run',
    summary: 'serve a configuration in the foreground, from a temporary directory',
    examples: ['gatewayc run', 'gatewayc run -f examples/quickstart/gateway.yaml'],
    groups: ['sources', 'nginx', 'plain'],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    usage: 'status',
    summary: 'what is deployed, what runs, and what was changed by hand',
    examples: ['gatewayc status', 'gatewayc status --root /srv/gateway --format json'],
    groups: ['root', 'plain'],
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    usage: 'history',
    summary: 'what was live, when, and how it came to be',
    examples: ['gatewayc history', 'gatewayc history --root /srv/gateway --format json'],
    groups: ['root', 'plain'],
    own: (command) => command.option('--limit <count>', 'how many entries to show', wholeNumber, 20),
    load: async () => (await import('./commands/history.ts')).history,
  },
  {
    usage: 'rollback [release]',
    summary: 'make an earlier release live: the one before, N steps back, or a generation',
    examples: [
      'sudo gatewayc rollback',
      'gatewayc rollback 2',
      'gatewayc rollback 3f2a9c --root /srv/gateway',
    ],
    groups: ['root', 'plain'],
    own: (command) =>
      command
        .option('--no-start', 'do not start nginx where none runs')
        .option('--nginx-binary <path>', 'the nginx to start where none runs (default: the first found)'),
    load: async () => (await import('./commands/rollback.ts')).rollback,
  },
  {
    usage: 'routes',
    summary: 'the routes in the order they are matched',
    examples: ['gatewayc routes', 'gatewayc routes --format json'],
    groups: ['sources', 'plain'],
    load: async () => (await import('./commands/routes.ts')).routes,
  },
  {
    usage: 'print',
    summary: 'the configuration as it counts: includes merged, defaults filled in, secrets left out',
    examples: [
      'gatewayc print',
      'gatewayc print --why server.read_timeout',
      'gatewayc print --why routes.user-api --format json',
    ],
    groups: ['sources', 'plain'],
    own: (command) =>
      command
        .option('--why <key>', 'where a value, or every value below a key, came from')
        .option('--show-env', 'show values of environment variables too; those of files are never shown'),
    load: async () => (await import('./commands/print.ts')).print,
  },
  {
    usage: 'fmt',
    summary: 'format YAML files in place; comments, anchors and quotes stay',
    examples: [
      'gatewayc fmt',
      'gatewayc fmt --check -f gateway.yaml -f routes.yaml',
      'gatewayc fmt -f - < gateway.yaml',
    ],
    groups: ['sources', 'plain'],
    own: (command) => command.option('--check', 'write nothing; exit 2 when a file is not formatted'),
    load: async () => (await import('./commands/fmt.ts')).fmt,
  },
  {
    usage: 'schema',
    summary: 'print the JSON Schema of gateway.yaml',
    examples: ['gatewayc schema > gateway.schema.json'],
    groups: ['plain'],
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  {
    usage: 'rules [code]',
    summary: 'explain a diagnostic code, or list them all',
    examples: ['gatewayc rules GW1002', 'gatewayc rules'],
    groups: ['plain'],
    load: async () => (await import('./commands/rules.ts')).rules,
  },
  {
    usage: 'doctor',
    summary: 'find out whether this machine can run a gateway',
    examples: ['gatewayc doctor', 'gatewayc doctor --root /srv/gateway'],
    groups: ['sources', 'nginx', 'root', 'plain'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    usage: 'completion <shell>',
    summary: 'print a completion script for bash, zsh or fish',
    examples: [
      'gatewayc completion bash > /etc/bash_completion.d/gatewayc',
      'gatewayc completion fish > ~/.config/fish/completions/gatewayc.fish',
    ],
    groups: ['plain'],
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    usage: 'version',
    summary: 'print the version',
    examples: ['gatewayc version --format json'],
    groups: ['plain'],
    load: async () => (await import('./commands/version.ts')).version,
  },
];

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
  return Number(text);
}
